import { cleanup, render, screen } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { App } from "../App";

const poll = (slug: string, is_open: boolean) => ({
  slug,
  question_text: `Poll ${slug}`,
  pub_date: "2026-01-01T00:00:00Z",
  closes_at: is_open ? null : "2020-01-02T12:00:00Z",
  is_open,
});

/** Stubs `fetch` with a server whose list has these pages. */
function server(...pages: ReturnType<typeof poll>[][]) {
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("fetch", async (path: string) => {
    const page = Number(path.replace("/api/polls?page=", ""));
    return Response.json({
      items: pages[page - 1] ?? [],
      total: pages.flat().length,
      page,
      size: 2,
      pages: pages.length,
    });
  });
}

afterEach(() => {
  cleanup(); // before the state that the page follows is reset
  history.replaceState(null, "", "/");
});

test("each poll links to its page and says if it is open", async () => {
  server([poll("b", true), poll("a", false)]);
  render(<App />);
  expect(await screen.findByRole("link", { name: "Poll b" })).toHaveAttribute("href", "/polls/b");
  const [open, closed] = screen.getAllByRole("listitem");
  expect(open).toHaveTextContent("Poll bOpen");
  expect(closed).toHaveTextContent(/Poll aClosed .*2020/);
  expect(screen.queryByRole("navigation", { name: "Pages" })).toBeNull();
});

test("older polls are on the next page, whose heading takes the focus", async () => {
  server([poll("c", true), poll("b", true)], [poll("a", true)]);
  render(<App />);
  await userEvent.click(await screen.findByRole("link", { name: "Older polls" }));
  expect(await screen.findByRole("link", { name: "Poll a" })).toBeVisible();
  expect(screen.getByRole("heading", { name: "Choose a poll" })).toHaveFocus();
  expect(document.title).toBe("Choose a poll, page 2 of 2 · Polls");
  expect(screen.queryByRole("link", { name: "Older polls" })).toBeNull();
  await userEvent.click(screen.getByRole("link", { name: "Newer polls" }));
  expect(await screen.findByRole("link", { name: "Poll c" })).toBeVisible();
});

test("a page past the end links back to the last page", async () => {
  history.replaceState(null, "", "/?page=9");
  server([poll("c", true)], [poll("a", true)]);
  render(<App />);
  expect(await screen.findByText("There are no polls on this page.")).toBeVisible();
  expect(screen.getByRole("link", { name: "Newer polls" })).toHaveAttribute("href", "/?page=2");
});

test("an empty list says so", async () => {
  server();
  render(<App />);
  expect(await screen.findByRole("heading", { name: "No polls yet" })).toBeVisible();
});

test("an unknown address says so", () => {
  history.replaceState(null, "", "/nowhere");
  render(<App />);
  expect(screen.getByText("There is no page at this address.")).toBeVisible();
});
