import { cleanup, screen } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { servePoll } from "../testing/server";
import {
  choose,
  counted,
  emptyCode,
  enterCode,
  onItsWay,
  openPoll,
  reload,
  startTab,
  vote,
} from "../testing/steps";

const server = () => servePoll({ voter_check: "roll", results_visibility: "after_close" });

beforeEach(startTab);
afterEach(() => {
  cleanup(); // before the page's address is reset
  history.replaceState(null, "", "/");
});

test("the paper asks for the code before the vote, and keeps what was ticked", async () => {
  const { sent } = server();
  openPoll();
  await choose("Noodles");
  expect(await screen.findByRole("heading", { name: "Your code" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Vote" })).toBeNull();
  await enterCode("wrong");
  expect(await screen.findByText(/^This code does not open any vote/)).toBeVisible();
  await emptyCode();
  await enterCode("ann");
  expect(await screen.findByRole("button", { name: "Vote" })).toHaveFocus();
  expect(screen.getByLabelText("Noodles")).toBeChecked();
  await vote();
  expect(await counted()).toHaveFocus();
  expect(sent).toEqual([expect.objectContaining({ choices: [1], voter: "ann" })]);
});

test("a code that was entered before needs no field", async () => {
  const state = server();
  state.code = "ann";
  openPoll();
  await choose("River");
  await vote();
  await counted();
  expect(state.sent).toEqual([expect.objectContaining({ choices: [0], voter: "ann" })]);
});

test("a code that has voted says so", async () => {
  const state = server();
  state.voters.add("ann");
  openPoll();
  await choose("River");
  await enterCode("ann");
  expect(await screen.findByRole("heading", { name: "You have already voted" })).toBeVisible();
  expect(screen.getByText("Your vote with this code was counted.")).toBeVisible();
  expect(state.sent).toEqual([]);
});

test("a code of another roll is told apart, with a link to its polls", async () => {
  server();
  openPoll();
  await enterCode("zoe");
  expect(await screen.findByRole("alert")).toHaveTextContent(/^This code is for other polls/);
  expect(screen.getByRole("link", { name: "see the polls of your code" })).toHaveAttribute(
    "href",
    "/vote",
  );
  await emptyCode();
  await enterCode("ann");
  await choose("River");
  await vote();
  expect(await counted()).toBeVisible();
});

test("a page never votes for a code that another tab entered", async () => {
  const state = server();
  openPoll();
  await enterCode("ann");
  await choose("River");
  state.code = "ben";
  await vote();
  expect(await screen.findByText(/^Another code was entered/)).toBeVisible();
  expect(screen.getByRole("heading", { name: "Your code" })).toHaveFocus();
  expect(state.kept.size).toBe(0);

  await enterCode("ann");
  await vote();
  await counted();
  expect([...state.voters]).toEqual(["ann"]);
});

test("after a reload too, the page asks for its own code again", async () => {
  const state = server();
  openPoll();
  await enterCode("ann");
  await screen.findByRole("button", { name: "Vote" });
  state.code = "ben";
  reload();
  expect(await screen.findByText(/^Enter your code again/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Vote" })).toBeNull();
});

test("a code that ended asks for it again, and the ticks stay", async () => {
  const state = server();
  openPoll();
  await enterCode("ann");
  await choose("Noodles");
  state.code = null;
  await vote();
  expect(await screen.findByText("Enter your code to vote. Nothing was counted.")).toBeVisible();
  await enterCode("ann");
  await vote();
  await counted();
  expect([...state.voters]).toEqual(["ann"]);
  expect([...state.kept.values()]).toEqual([[1]]);
});

test("the ticks do not stay for another person", async () => {
  const state = server();
  openPoll();
  await enterCode("ann");
  await choose("Noodles");
  state.code = null;
  await vote();
  await screen.findByText("Enter your code to vote. Nothing was counted.");
  await enterCode("ben");
  await screen.findByRole("button", { name: "Vote" });
  expect(screen.getByLabelText("Noodles")).not.toBeChecked();
});

test("a ballot that waits is not sent for another person, and is found by its own", async () => {
  const state = server();
  openPoll();
  await enterCode("ann");
  await choose("Noodles");
  state.lost = "answer";
  await vote();
  await onItsWay();
  state.lost = "nothing";
  const { sent } = state;
  const before = sent.length;
  state.code = "ben";
  reload();
  await enterCode("ben");
  await screen.findByRole("button", { name: "Vote" });
  expect(screen.getByLabelText("Noodles")).not.toBeChecked();
  expect(sent).toHaveLength(before);

  cleanup();
  state.code = null;
  openPoll();
  await enterCode("ann");
  await counted();
  expect([...state.voters]).toEqual(["ann"]);
  expect([...state.kept.values()]).toEqual([[1]]);
});

test("the next person finds neither ticks nor receipt nor waiting ballot", async () => {
  const state = server();
  openPoll();
  await enterCode("ann");
  await choose("Noodles");
  state.lost = "request";
  await vote();
  await onItsWay();
  await userEvent.click(screen.getByRole("button", { name: "Done, next person" }));
  await vi.waitFor(() => expect(location.pathname).toBe("/vote"));
  expect(state.code).toBeNull();
  state.lost = "nothing";
  reload();
  await enterCode("ann");
  await screen.findByRole("button", { name: "Vote" });
  expect(screen.getByLabelText("Noodles")).not.toBeChecked();
  expect(screen.queryByText(/got no answer/)).toBeNull();
  expect(state.sent).toEqual([]);
});

test("a browser that blocks cookies is told before the code is asked", async () => {
  const state = server();
  state.cookies = "refused";
  openPoll();
  expect(await screen.findByRole("alert")).toHaveTextContent(/Allow cookies for this site/);
  expect(screen.queryByLabelText("Code")).toBeNull();
});
