import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { pollWith } from "../testing/poll";
import { Terms } from "./Terms";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const CLOSE = "2100-01-02T12:00:00Z";
const at = "Sat 2 Jan 2100, 13:00 CET";

const CHECKS = [
  ["none", "This poll does not check who votes."],
  ["browser", "One vote for each browser."],
  ["roll", "One vote for each code."],
] as const;

const RULES = [
  ["always", null, "Everyone can see the result at any time."],
  ["always", CLOSE, "Everyone can see the result at any time."],
  [
    "after_vote",
    null,
    "You see the result once you have voted, and everyone sees it once the poll is closed.",
  ],
  [
    "after_vote",
    CLOSE,
    `You see the result once you have voted, and everyone sees it after the poll closes, ${at}.`,
  ],
  ["after_close", null, "The result is shown once the poll is closed."],
  ["after_close", CLOSE, `The result is shown after the poll closes, ${at}.`],
  ["staff", null, "The result goes to the people who run this poll."],
  ["staff", CLOSE, "The result goes to the people who run this poll."],
] as const;

test.each(CHECKS.flatMap((check) => RULES.map((rule) => [...check, ...rule] as const)))(
  "voters are checked by %s (%s), the result is shown %s, the close is %s",
  (voter_check, votes, results_visibility, closes_at, result) => {
    vi.spyOn(navigator, "languages", "get").mockReturnValue(["en-GB"]);
    const poll = pollWith({ voter_check, results_visibility, closes_at });
    const { container } = render(<Terms poll={poll} />);
    const plain = (text: string | null) => text?.replace(/,/g, "");
    expect(plain(container.textContent)).toBe(plain(`${votes} ${result}`));
  },
);

const INSTAGRAM =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Instagram 391.1.0";

const UNKNOWN = "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A; wv) AppleWebKit/537.36";

test.each([
  ["browser", INSTAGRAM, ["You opened this inside Instagram. Use the menu"]],
  ["browser", UNKNOWN, ["You opened this inside an app. Open it"]],
  ["none", INSTAGRAM, []],
  ["roll", INSTAGRAM, []],
  ["browser", "Mozilla/5.0 Safari/604.1", []],
] as const)(
  "an app's browser is mentioned where a vote depends on it: %s, %s",
  (voter_check, agent, beginnings) => {
    vi.spyOn(navigator, "userAgent", "get").mockReturnValue(agent);
    render(<Terms poll={pollWith({ voter_check })} />);
    const advice = screen.queryAllByText(/^You opened this inside/);
    const plain = (text: string | null) => text?.replace(/[\u2068\u2069]/g, "");
    expect(advice.map(({ textContent }) => plain(textContent))).toEqual(
      beginnings.map((beginning) => expect.stringMatching(`^${beginning}`)),
    );
  },
);
