import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";
import { pollWith, resultOf } from "../testing/poll";
import { refuse, stubFetch } from "../testing/server";
import { Preview } from "./Preview";

const POLL = pollWith();

/** Opens the preview of question 7 with this answer of the server, within a root as in the page. */
function open(answer: Response) {
  const requests: string[] = [];
  stubFetch((request) => {
    requests.push(request);
    return answer;
  });
  const container = document.body.appendChild(document.createElement("div"));
  container.id = "root";
  render(<Preview id="7" />, { container });
  return requests;
}

afterEach(() => {
  cleanup();
  document.body.replaceChildren();
  delete document.documentElement.dataset.scheme;
  history.replaceState(null, "", "/");
});

test("staff see the real ballot, which is marked and inert", async () => {
  const requests = open(Response.json(POLL));

  expect(await screen.findByText("Preview")).toBeTruthy();
  expect(requests).toEqual(["GET /api/admin/questions/7/preview"]);
  expect(screen.getByText("Where do we eat?").tagName).toBe("H1");
  expect(screen.getByLabelText("Noodles").getAttribute("type")).toBe("radio");
  expect(screen.getByText("Vote").tagName).toBe("BUTTON");
  expect(document.body.inert).toBe(true);
});

test.each(["light", "dark"])("the address names the scheme: %s", async (theme) => {
  history.replaceState(null, "", `/preview/7?theme=${theme}`);
  open(Response.json(POLL));
  await screen.findByText("Preview");
  expect(document.documentElement.dataset.scheme).toBe(theme);
});

test("a closed poll is shown with the result that voters see", async () => {
  const results = resultOf(POLL.choices, 1, 2);
  open(Response.json({ ...POLL, is_open: false, results }));
  await screen.findByText("Preview");
  expect(screen.queryByText("Vote")).toBeNull();
  expect(screen.getByRole("list", { name: "Result" }).textContent).toContain("67%");
});

test("others are told to sign in", async () => {
  const message = "Please sign in.";
  open(refuse(401, "signed_out", { message }));
  expect(await screen.findByText(message)).toBeTruthy();
  expect(document.body.inert).toBe(false);
});
