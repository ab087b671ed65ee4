import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import type { Poll } from "../net/api";
import { Preview } from "./Preview";

const poll: Poll = {
  slug: "lunch",
  question_text: "Where do we eat?",
  pub_date: "2026-01-01T00:00:00Z",
  closes_at: null,
  is_open: true,
  voting: "single",
  max_choices: null,
  voter_check: "browser",
  results_visibility: "after_close",
  paper: "",
  choices: [
    { id: 1, choice_text: "River" },
    { id: 2, choice_text: "Noodles" },
  ],
  corrections: [],
  results: null,
};

/** Opens the preview of question 7 with this answer of the server, within a root as in the page. */
function open(answer: Response) {
  const fetched = vi.fn(async (_path: string) => answer);
  vi.stubGlobal("fetch", fetched);
  const container = document.body.appendChild(document.createElement("div"));
  container.id = "root";
  render(<Preview id="7" />, { container });
  return fetched;
}

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  delete document.documentElement.dataset.scheme;
  history.replaceState(null, "", "/");
});

test("staff see the real ballot, which is marked and inert", async () => {
  const fetched = open(Response.json(poll));

  expect(await screen.findByText("Preview")).toBeTruthy();
  expect(fetched.mock.calls.map(([path]) => path)).toEqual(["/api/admin/questions/7/preview"]);
  expect(screen.getByText("Where do we eat?").tagName).toBe("H1");
  expect(screen.getByLabelText("Noodles").getAttribute("type")).toBe("radio");
  expect(screen.getByText("Vote").tagName).toBe("BUTTON");
  expect(document.body.inert).toBe(true);
});

test.each(["light", "dark"])("the address names the scheme: %s", async (theme) => {
  history.replaceState(null, "", `/preview/7?theme=${theme}`);
  open(Response.json(poll));
  await screen.findByText("Preview");
  expect(document.documentElement.dataset.scheme).toBe(theme);
});

test("a closed poll is shown with the result that voters see", async () => {
  const choices = poll.choices.map((choice) => ({ ...choice, votes: choice.id }));
  open(Response.json({ ...poll, is_open: false, results: { ballots: 3, choices } }));
  await screen.findByText("Preview");
  expect(screen.queryByText("Vote")).toBeNull();
  expect(screen.getByRole("list", { name: "Result" }).textContent).toContain("67%");
});

test("others are told to sign in", async () => {
  const message = "Please sign in.";
  open(Response.json({ code: "signed_out", message, errors: {} }, { status: 401 }));
  expect(await screen.findByText(message)).toBeTruthy();
  expect(document.body.inert).toBe(false);
});
