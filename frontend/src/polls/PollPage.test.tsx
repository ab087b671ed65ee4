import { act, cleanup, render, screen, waitFor, within } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { zonedTime } from "../shared/locale";
import { PollPage } from "./PollPage";
// Imported here so that no test has to wait for the dynamic import.
import "./result/LiveResults";
import { FakeEventSource } from "./testing/FakeEventSource";
import { CHOICES, choicesOf, resultOf } from "./testing/poll";
import { lose, refuse, servePoll, stubFetch } from "./testing/server";
import {
  backOnline,
  choose,
  counted,
  giveUp,
  onItsWay,
  openPoll,
  pass,
  startTab,
  vote,
  voteFor,
} from "./testing/steps";

const rows = () =>
  within(screen.getByRole("list", { name: "Result" }))
    .getAllByRole("listitem")
    .map((item) => item.textContent);

const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
/** Advances the clock by an hour, and by the longest time until a page without a stream requests the poll. */
const closePasses = async () => {
  await pass(3_605_000);
  await pass(30_000);
};

/** Stubs whether the browser has a connection, and tells the page. */
const connect = (onLine: boolean) => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(onLine);
  act(() => {
    window.dispatchEvent(new Event(onLine ? "online" : "offline"));
  });
};
/** Leaves the page while the request of a vote or its answer is lost. */
async function leaveUnanswered(
  state: ReturnType<typeof servePoll>,
  lost: "request" | "answer",
  ...names: string[]
) {
  state.lost = lost;
  await voteFor(...names);
  await onItsWay();
  cleanup();
  state.lost = "nothing";
}

beforeEach(startTab);
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("a counted vote is confirmed with its receipt and the result", async () => {
  const { kept } = servePoll();
  await voteFor("Noodles");
  expect(await counted()).toHaveFocus();
  expect([...kept.values()]).toEqual([[1]]);
  expect(screen.getByText([...kept.keys()].join())).toBeVisible();
  expect(rows()).toEqual(["River0%0 votes", "Noodles (your choice)100%1 vote", "Share0%0 votes"]);
  expect(screen.queryByRole("button", { name: "Next ballot" })).toBeNull();
});

describe("in a frame", () => {
  beforeEach(() => {
    history.replaceState(null, "", "/polls/lunch/embed");
    vi.stubGlobal("isSecureContext", true);
  });
  afterEach(() => history.replaceState(null, "", "/"));

  const expectLink = async () =>
    expect(await screen.findByRole("link", { name: "Open the poll" })).toHaveAttribute(
      "href",
      `${location.origin}/polls/lunch`,
    );

  test("a vote is counted, and what the poll's own page has is left out", async () => {
    const { kept } = servePoll();
    openPoll();
    await choose("Noodles");
    expect(screen.getByText(/^One vote for each browser on this website\./)).toBeVisible();
    await vote();
    expect(await counted()).toHaveFocus();
    expect([...kept.values()]).toEqual([[1]]);
    expect(screen.queryByText("Look up a vote")).toBeNull();
    expect(screen.queryByText("Share this poll")).toBeNull();
    await waitFor(() =>
      expect(FakeEventSource.last.url).toBe("/api/polls/lunch/results/stream?embed=true"),
    );
  });

  test("a browser that keeps no cookie gets a link, and no vote", async () => {
    servePoll().cookies = "refused";
    openPoll();
    await expectLink();
    expect(screen.getByRole("alert")).toHaveTextContent("blocks it inside other pages");
    expect(screen.getByLabelText("River")).toBeDisabled();
    expect(screen.queryByRole("button", { name: "Vote" })).toBeNull();
  });

  test("without https, even a poll that needs no cookie takes no vote", async () => {
    vi.stubGlobal("isSecureContext", false);
    servePoll({ voter_check: "none" });
    openPoll();
    await expectLink();
    expect(screen.getByRole("alert")).toHaveTextContent("over https only");
    expect(screen.queryByRole("button", { name: "Vote" })).toBeNull();
  });

  test("a poll that needs a code has a link in place of its choices", async () => {
    servePoll({ voter_check: "roll" });
    openPoll();
    await expectLink();
    expect(screen.getByText(/enter the code from your invitation/)).toBeVisible();
    expect(screen.queryByRole("radio")).toBeNull();
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  test("an unknown poll has no link to other pages, which may not be framed", async () => {
    servePoll().gone = true;
    openPoll();
    expect(await screen.findByRole("heading", { name: "Page not found" })).toBeVisible();
    expect(screen.queryByRole("link")).toBeNull();
  });
});

test("voting without a choice sends nothing and asks for one", async () => {
  const { sent } = servePoll();
  openPoll();
  await screen.findByLabelText("River");
  await vote();
  expect(screen.getByRole("alert")).toHaveTextContent("Choose one first.");
  expect(sent).toEqual([]);
});

test("no more than max_choices can be ticked, and a tick can be removed", async () => {
  const { kept } = servePoll({ voting: "multiple", max_choices: 2 });
  openPoll();
  await choose("Share");
  await choose("River");
  expect(screen.getByText("Choose up to 2.")).toBeVisible();
  expect(screen.getByText("2 of 2 chosen")).toBeVisible();
  expect(screen.getByLabelText("Noodles")).toBeDisabled();
  expect(screen.getByLabelText("River")).toBeEnabled();
  await choose("River");
  await choose("Noodles");
  await vote();
  await counted();
  expect([...kept.values()]).toEqual([[2, 1]]);
});

test.each(["request", "answer"] as const)("a vote is sent again after a lost %s", async (lost) => {
  const state = servePoll({ voter_check: "none" });
  state.lost = lost;
  await voteFor("Noodles");
  expect(await onItsWay()).toHaveTextContent("counts once");
  expect(screen.getByRole("button", { name: "Voting …" })).toBeVisible();
  await choose("Share");
  state.lost = "nothing";
  backOnline();
  await counted();
  expect([...state.kept.values()]).toEqual([[1]]);
});

test("while the server is overloaded, the page sends the vote again and says so", async () => {
  const state = servePoll();
  const { cast, lookUp } = state;
  Object.assign(state, { cast: () => refuse(503, "busy"), lookUp: () => refuse(503, "busy") });
  await voteFor("Noodles");
  expect(await screen.findByText(/Many people are voting right now/)).toBeVisible();
  Object.assign(state, { cast, lookUp });
  backOnline();
  await counted();
  expect(new Set(state.sent.map(({ receipt }) => receipt)).size).toBe(1);
});

test.each(["request", "answer"] as const)(
  "voting again by hand after a lost %s does not cast a second ballot",
  async (lost) => {
    const state = servePoll({ voter_check: "none" });
    state.lost = lost;
    await voteFor("Noodles");
    expect(await giveUp()).toHaveTextContent("it counts once");
    state.lost = "nothing";
    await vote();
    await counted();
    expect([...state.kept.values()]).toEqual([[1]]);
  },
);

test("a ballot whose request was lost is restored by a reload, and counts once", async () => {
  const state = servePoll({ voter_check: "none" });
  await leaveUnanswered(state, "request", "Noodles");
  openPoll();
  expect(await screen.findByLabelText("Noodles")).toBeChecked();
  await vote();
  await counted();
  expect([...state.kept.values()]).toEqual([[1]]);
  await userEvent.click(await screen.findByRole("button", { name: "Next ballot" }));
  expect(await screen.findByLabelText("Noodles")).not.toBeChecked();
});

test.each(["none", "browser"] as const)(
  "a reload after a lost answer shows the counted vote and its receipt (%s)",
  async (voter_check) => {
    const state = servePoll({ voting: "multiple", voter_check });
    await leaveUnanswered(state, "answer", "Share", "Noodles");
    openPoll();
    expect(await counted()).toBeVisible();
    expect(screen.getByText([...state.kept.keys()].join())).toBeVisible();
    expect(rows()).toContain("Noodles (your choice)100%1 vote");
    expect(state.kept.size).toBe(1);
  },
);

test("a reload drops the tick on a choice that was removed after the request was lost", async () => {
  const state = servePoll();
  await leaveUnanswered(state, "request", "Noodles");
  state.edit({ choices: CHOICES.filter(({ choice_text }) => choice_text !== "Noodles") });
  openPoll();
  await screen.findByLabelText("River");
  await vote();
  expect(screen.getByRole("alert")).toHaveTextContent("Choose one first.");
});

test("a reload shows that the poll closed before the vote arrived", async () => {
  const state = servePoll();
  await leaveUnanswered(state, "request", "Noodles");
  state.poll.is_open = false;
  openPoll();
  expect(await screen.findByRole("heading", { name: "Your vote came too late" })).toBeVisible();
  expect(screen.getByText(/It was not counted\.$/)).toBeVisible();
  expect(state.kept.size).toBe(0);
});

test.each(["none", "browser"] as const)(
  "changing the choices after a lost answer does not cast a second ballot (%s)",
  async (voter_check) => {
    const state = servePoll({ voter_check });
    state.lost = "answer";
    await voteFor("Noodles");
    await giveUp();
    state.lost = "nothing";
    await choose("Share");
    await vote();
    expect(
      await screen.findByRole("heading", { name: "Your first vote is counted" }),
    ).toBeVisible();
    expect([...state.kept.values()]).toEqual([[1]]);
    expect(rows()).toContain("Noodles (your choice)100%1 vote");
  },
);

test("choices changed after a lost request are counted", async () => {
  const state = servePoll();
  state.lost = "request";
  await voteFor("Noodles");
  await giveUp();
  state.lost = "nothing";
  await choose("Share");
  await vote();
  expect(await counted()).toBeVisible();
  expect([...state.kept.values()]).toEqual([[2]]);
});

test("a vote from a browser that voted in another tab is reported as not counted", async () => {
  const { kept, voters } = servePoll();
  openPoll();
  await choose("Noodles");
  kept.set("another", [0]);
  voters.add(null);
  await vote();
  expect(await screen.findByRole("heading", { name: "You have already voted" })).toHaveFocus();
  expect(screen.getByText(/The vote you just sent was not counted/)).toBeVisible();
  expect(rows()).toContain("River100%1 vote");
});

test("a vote that arrives after the close is reported as too late", async () => {
  const { poll, kept } = servePoll({ results_visibility: "staff" });
  openPoll();
  await choose("Noodles");
  poll.is_open = false;
  await vote();
  expect(await screen.findByRole("heading", { name: "Your vote came too late" })).toHaveFocus();
  expect(screen.getByText("The result goes to the people who run this poll.")).toBeVisible();
  expect(kept.size).toBe(0);
});

test("a vote that was refused before the close did not come too late", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const { poll, kept, edit } = servePoll({ closes_at: inAnHour(), results_visibility: "staff" });
  openPoll();
  await choose("Noodles");
  edit({ question_text: "Where do we eat tonight?" });
  await vote();
  expect(await screen.findByRole("alert")).toHaveTextContent("before this vote arrived");
  poll.is_open = false;
  await closePasses();
  expect(await screen.findByText("Voting has ended.")).toBeVisible();
  expect(screen.getByRole("heading", { name: "Your vote was not counted" })).toBeVisible();
  expect(kept.size).toBe(0);
});

test("a ballot that waits offline says so, and after the close that it was not counted", async () => {
  const { poll, kept, ...state } = servePoll();
  openPoll();
  await choose("Noodles");
  expect(screen.getByText("Your vote is final.")).toBeVisible();
  connect(false);
  expect(screen.getByText(/^You are offline\. If you vote now/)).toBeVisible();
  stubFetch(lose);
  await vote();
  expect(await screen.findByText(/^You are offline\. The page sends your vote/)).toHaveTextContent(
    "Keep this page open.",
  );
  // Longer than the page sends a vote again while it has a connection.
  for (let minutes = 10; minutes <= 30; minutes += 10) {
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 600_000 });
    backOnline();
    await act(async () => {});
    expect(screen.getByRole("button", { name: "Voting …" })).toBeVisible();
  }
  expect(screen.queryByRole("heading", { name: /counted/ })).toBeNull();
  expect(state.sent).toEqual([]);

  servePoll({ is_open: false, closes_at: "2026-02-03T17:00:00Z" });
  connect(true);
  expect(await screen.findByRole("heading", { name: "Your vote came too late" })).toHaveFocus();
  const close = zonedTime("2026-02-03T17:00:00Z");
  const said = `The poll closed ${close}, while your vote waited. The vote was not counted.`;
  expect(screen.getByText(said)).toBeVisible();
  expect(kept.size).toBe(0);
  expect(poll.is_open).toBe(true);
});

test.each(["request", "answer"] as const)(
  "the close does not take a ballot away before its outcome is known, after a lost %s",
  async (lost) => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    const state = servePoll({ closes_at: inAnHour(), results_visibility: "after_close" });
    state.lost = lost;
    await voteFor("Noodles");
    await onItsWay();
    state.poll.is_open = false;
    await closePasses();
    expect(await screen.findByText(/^Closed/)).toBeVisible();
    expect(screen.getByRole("alert")).toHaveTextContent(
      "cannot tell yet whether your vote was counted",
    );
    expect(screen.queryByRole("heading", { name: /closed|late|counted/ })).toBeNull();

    state.lost = "nothing";
    await vote();
    const outcome = lost === "request" ? "Your vote came too late" : "Your vote is counted";
    expect(await screen.findByRole("heading", { name: outcome })).toHaveFocus();
  },
);

test("a vote that was counted elsewhere in the meantime is reported after a reload", async () => {
  const state = servePoll();
  await leaveUnanswered(state, "request", "Noodles");
  state.voters.add(null);
  openPoll();
  expect(await screen.findByText(/The vote you just sent was not counted/)).toBeVisible();
});

test("a vote works without storage", async () => {
  const blocked = {
    get: () => {
      throw new DOMException("Access is denied.", "SecurityError");
    },
    configurable: true,
  };
  const kept = Object.getOwnPropertyDescriptor(window, "sessionStorage");
  Object.defineProperty(window, "sessionStorage", blocked);
  try {
    const state = servePoll();
    state.lost = "request";
    await voteFor("Noodles");
    expect(await onItsWay()).toHaveTextContent("Keep this page open.");
    state.lost = "nothing";
    backOnline();
    await counted();
    expect(state.kept.size).toBe(1);
  } finally {
    if (kept) Object.defineProperty(window, "sessionStorage", kept);
    else Reflect.deleteProperty(window, "sessionStorage");
  }
});

test.each([
  ["browser", 1],
  ["none", 0],
] as const)(
  "before the voter's state is known, the page promises nothing (%s)",
  async (voter_check, times) => {
    const { poll } = servePoll({ voter_check });
    const answer = document.createElement("script");
    Object.assign(answer, {
      type: "application/json",
      id: "answer",
      textContent: JSON.stringify(poll),
    });
    Object.assign(answer.dataset, { path: "/api/polls/lunch", status: "200" });
    document.body.append(answer);
    openPoll();
    expect(screen.queryAllByText("Checking …")).toHaveLength(times);
    expect(screen.queryAllByText("Your vote is final.")).toHaveLength(1 - times);
    expect(screen.getByLabelText("Noodles").closest("[inert]")).not.toBeNull();
    await waitFor(() => expect(screen.getByLabelText("Noodles").closest("[inert]")).toBeNull());
    expect(screen.getByText("Your vote is final.")).toBeVisible();
    expect(screen.getByRole("button", { name: "Vote" })).toHaveAccessibleDescription(
      /^Your vote is final\. .* Everyone can see the result at any time\.$/,
    );
    answer.remove();
  },
);

test("the next voter on the same device gets an empty ballot and a new receipt", async () => {
  const { kept } = servePoll({ voter_check: "none" });
  await voteFor("Noodles");
  await userEvent.click(await screen.findByRole("button", { name: "Next ballot" }));
  expect(await screen.findByLabelText("Noodles")).not.toBeChecked();
  await choose("Noodles");
  await vote();
  await counted();
  expect([...kept.values()]).toEqual([[1], [1]]);
});

test("a browser without the voter's cookie can vote once it has received it", async () => {
  const state = servePoll();
  state.cookies = "new";
  await voteFor("Noodles");
  expect(await counted()).toBeVisible();
  expect(state.asked).toBe(2);
});

test("a browser that blocks cookies cannot vote until it accepts them", async () => {
  const state = servePoll();
  state.cookies = "refused";
  openPoll();
  expect(await screen.findByRole("alert")).toHaveTextContent(/Allow cookies for this site/);
  for (const name of ["River", "Noodles", "Share"])
    expect(screen.getByLabelText(name)).toBeDisabled();
  expect(screen.queryByRole("button", { name: "Vote" })).toBeNull();

  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("alert")).toBeVisible();
  state.cookies = "kept";
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("button", { name: "Vote" })).toBeVisible();
  await choose("Noodles");
  await vote();
  await counted();
  expect(state.sent).toHaveLength(1);
});

test.each([
  ["a poll that does not check voters", { voter_check: "none" }],
  ["a closed poll", { is_open: false }],
] as const)("%s needs no cookies", async (_, values) => {
  const state = servePoll(values);
  state.cookies = "refused";
  openPoll();
  await screen.findByRole("heading", { name: "Where do we eat?" });
  expect(screen.queryByText(/cookie/)).toBeNull();
  expect(state.asked).toBe(1);
});

test("a poll that takes one vote per browser offers no next ballot", async () => {
  // The cookie is lost after the vote, so the server no longer recognises the voter.
  const state = servePoll();
  await voteFor("Noodles");
  await counted();
  state.cookies = "refused";
  expect(screen.queryByRole("button", { name: "Next ballot" })).toBeNull();
});

test("after the vote the page says when the poll closes", async () => {
  servePoll({ closes_at: "2100-01-02T12:00:00Z" });
  await voteFor("Noodles");
  await counted();
  expect(screen.getByText(/^Open until/)).toHaveTextContent("2100");
});

test.each([
  ["always", /^Result: 1 vote/],
  ["after_close", /^Result: 1 vote/],
  ["staff", /the people who run this poll/],
] as const)("a voter who returns to a closed poll (%s) sees its outcome", async (rule, words) => {
  const { kept, voters } = servePoll({
    is_open: false,
    closes_at: "2020-01-02T12:00:00Z",
    results_visibility: rule,
  });
  kept.set("3f2a9c04-71de-4b86-9a05-c8e1d2f60b47", [1]);
  voters.add(null);
  openPoll();
  expect(await screen.findByRole("heading", { name: "This poll is closed" })).toBeVisible();
  expect(screen.getByText("Your vote from this browser was counted.")).toBeVisible();
  expect(screen.getByText(/^Closed/)).toHaveTextContent("2020");
  expect(screen.getByText(words)).toBeVisible();
});

test("an open poll without choices says that nobody can vote yet", async () => {
  servePoll({ choices: [] });
  openPoll();
  expect(await screen.findByText(/^This poll has no choices yet/)).toBeVisible();
  expect(screen.getByRole("heading", { name: "Where do we eat?" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Vote" })).toBeNull();
});

test("a poll with a single choice says so and can be voted on", async () => {
  const { kept } = servePoll({ choices: [{ id: 7, choice_text: "I am in" }] });
  openPoll();
  expect(await screen.findByText("There is only one choice.")).toBeVisible();
  await choose("I am in");
  await vote();
  await counted();
  expect([...kept.values()]).toEqual([[7]]);
});

test("a closed poll without choices shows no list of results or votes", async () => {
  servePoll({ is_open: false, choices: [], results: { ballots: 0, choices: [] } });
  openPoll();
  expect(await screen.findByText("Result: no votes")).toBeVisible();
  expect(screen.queryByRole("list", { name: "Result" })).toBeNull();
  expect(screen.queryByRole("heading", { name: "All votes" })).toBeNull();
});

test("each text of the poll has its own writing direction", async () => {
  const texts = ["חומוס", "Falafel (2)", "سلطة 3"];
  const { poll } = servePoll({
    question_text: "מה נאכל היום?",
    choices: choicesOf(...texts),
  });
  openPoll();
  await screen.findByRole("heading", { name: poll.question_text });
  await waitFor(() => expect(document.title).not.toMatch("Loading"));
  expect(document.title).toBe("\u2068מה נאכל היום?\u2069 · Polls");
  for (const text of [poll.question_text, ...texts])
    expect(screen.getByText(text)).toHaveAttribute("dir", "auto");

  await choose("חומוס");
  await vote();
  await counted();
  for (const text of [poll.question_text, "Falafel (2)", "سلطة 3"])
    expect(screen.getByText(text)).toHaveAttribute("dir", "auto");
  await userEvent.click(screen.getByText("Look up a vote"));
  const receipt = document.querySelector(".receipt code")?.textContent ?? "";
  await userEvent.type(await screen.findByLabelText("Receipt"), receipt.replaceAll("-", "\u2011"));
  await userEvent.click(screen.getByRole("button", { name: "Look up" }));
  const found = (await screen.findByText(/^Counted for/)).querySelector("bdi");
  expect(found).toHaveTextContent("חומוס");
});

test("a closed poll without votes shows an empty result", async () => {
  const closed = { is_open: false, closes_at: "2020-01-02T12:00:00Z" };
  servePoll({ ...closed, results: resultOf(CHOICES, 0) });
  openPoll();
  expect(await screen.findByRole("heading", { name: "This poll is closed" })).toBeVisible();
  expect(screen.getByText("Result: no votes")).toBeVisible();
  expect(rows()).toEqual(["River0%0 votes", "Noodles0%0 votes", "Share0%0 votes"]);
});

test.each([
  ["after_close", "2100-01-02T12:00:00Z", /shown after the poll closes, .*2100/],
  ["after_close", null, /once the poll is closed/],
  ["after_vote", null, /once you have voted, and everyone sees it once the poll is closed/],
  ["after_vote", "2100-01-02T12:00:00Z", /everyone sees it after the poll closes, .*2100/],
  ["staff", null, /the people who run this poll/],
] as const)(
  "the page says when a hidden result is shown (%s, closing %s)",
  async (rule, closes_at, words) => {
    servePoll({ results_visibility: rule, closes_at });
    openPoll();
    expect(await screen.findByText(words)).toBeVisible();
  },
);

test("a public result stays folded until the voter unfolds it", async () => {
  servePoll({ results: resultOf(CHOICES, 3, 1) });
  openPoll();
  await userEvent.click(await screen.findByText("See the result so far"));
  expect(rows()).toEqual(["River75%3 votes", "Noodles25%1 vote", "Share0%0 votes"]);
});

test("the page of an unknown poll links to all polls", async () => {
  servePoll();
  render(<PollPage slug="unknown" />);
  expect(await screen.findByRole("link", { name: "See all polls" })).toHaveAttribute("href", "/");
});

test.each(["by hand", "once the connection is back"])(
  "a page that failed to load is loaded again %s",
  async (how) => {
    stubFetch(lose);
    openPoll();
    const again = await screen.findByRole("button", { name: "Try again" });
    servePoll();
    if (how === "by hand") await userEvent.click(again);
    // The page listens from its next frame on.
    else {
      await waitFor(() => {
        backOnline();
        expect(again).not.toBeInTheDocument();
      });
    }
    expect(await screen.findByRole("radio", { name: "Noodles" })).toBeVisible();
  },
);

test("while the server is overloaded, the page says so and then opens by itself", async () => {
  stubFetch(() => refuse(503, "busy"));
  openPoll();
  expect(
    await screen.findByRole("heading", { name: "Many people are here right now" }),
  ).toBeVisible();
  servePoll();
  backOnline();
  expect(await screen.findByRole("radio", { name: "Noodles" })).toBeVisible();
});

test("the result follows the votes of others, and never loses the voter's own", async () => {
  const { kept } = servePoll({ voter_check: "none" });
  kept.set("another", [0]);
  const opened = FakeEventSource.opened.length;
  await voteFor("Noodles");
  await screen.findByText("So far: 2 votes");
  await waitFor(() => expect(FakeEventSource.opened).toHaveLength(opened + 1));
  act(() => FakeEventSource.last.receives("results", resultOf(CHOICES, 1, 0)));
  expect(screen.getByText("So far: 2 votes")).toBeVisible();
  act(() => FakeEventSource.last.receives("results", resultOf(CHOICES, 2, 1)));
  expect(screen.getByText("So far: 3 votes")).toBeVisible();
  expect(rows().slice(0, 2)).toEqual(["River67%2 votes", "Noodles (your choice)33%1 vote"]);
});

test("before the vote, the result is followed only while it is unfolded", async () => {
  servePoll({ results: resultOf(CHOICES, 1) });
  const opened = FakeEventSource.opened.length;
  openPoll();
  const summary = await screen.findByText("See the result so far");
  expect(FakeEventSource.opened).toHaveLength(opened);
  await userEvent.click(summary);
  await waitFor(() => expect(FakeEventSource.opened).toHaveLength(opened + 1));
  await userEvent.click(summary);
  await waitFor(() => expect(FakeEventSource.last.readyState).toBe(FakeEventSource.CLOSED));
});

test("a voter who has not voted sees an after-vote result at the close", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const { poll, kept } = servePoll({ results_visibility: "after_vote", closes_at: inAnHour() });
  openPoll();
  await screen.findByText(/everyone sees it after the poll closes/);
  kept.set("another", [0]);
  poll.is_open = false;
  poll.results = resultOf(CHOICES, 1);
  await closePasses();
  expect(await screen.findByText("Result: 1 vote")).toBeVisible();
});

test("a voter who waits for the close sees the result then, and still has the receipt", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const { poll, kept } = servePoll({ results_visibility: "after_close", closes_at: inAnHour() });
  await voteFor("Noodles");
  await screen.findByText(/shown after the poll closes/);
  await closePasses();
  expect(screen.getByText(/shown after the poll closes/)).toBeVisible();
  poll.is_open = false;
  await closePasses();
  expect(await screen.findByText("Result: 1 vote")).toBeVisible();
  expect(screen.getByText([...kept.keys()].join())).toBeVisible();
});

test("a ballot that is open at the close is replaced by a notice", async () => {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  const { poll } = servePoll({ closes_at: inAnHour() });
  openPoll();
  await choose("Noodles");
  poll.is_open = false;
  await closePasses();
  expect(await screen.findByRole("heading", { name: "This poll is closed" })).toHaveFocus();
});

test("the old text of a corrected choice stays on view with its date", async () => {
  const corrected_at = "2026-02-03T10:00:00Z";
  const correction = { choice_id: 1, text_before: "Noodels", text_after: "Noodles", corrected_at };
  servePoll({ corrections: [{ id: 1, ...correction }] });
  openPoll();
  await choose("Noodles");
  const corrections = await screen.findByRole("region", { name: /^A text was corrected/ });
  expect(corrections).toHaveTextContent("“Noodels” became “Noodles”.");
  expect(within(corrections).getByText(zonedTime(corrected_at)).tagName).toBe("TIME");
  expect(within(corrections).getByText("Noodels").tagName).toBe("BDI");

  await vote();
  await counted();
  expect(screen.getByRole("region", { name: /^A text was corrected/ })).toBeVisible();
});

test("a poll without corrections does not mention any", async () => {
  servePoll();
  openPoll();
  await choose("Noodles");
  expect(screen.queryByRole("region", { name: /^A text was corrected/ })).toBeNull();
});

test("a poll stays readable if the server refuses the page's origin", async () => {
  const refused = () => refuse(403, "foreign_origin");
  const { kept } = Object.assign(servePoll(), { cast: refused, lookUp: refused });
  await voteFor("Noodles");

  expect(await screen.findByRole("alert")).toHaveTextContent(
    "an address that the server does not know",
  );
  expect(screen.getByLabelText("Noodles")).toBeChecked();

  cleanup();
  openPoll();
  expect(await screen.findByLabelText("Noodles")).toBeChecked();
  expect(kept.size).toBe(0);
});
