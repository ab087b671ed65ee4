/** After each refusal of a ballot, the page says whether anything was counted. */
import { readFileSync } from "node:fs";
import { cleanup, render, screen } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Poll } from "../net/api";
import { TEXTS } from "../net/errorText";
import { dropAll } from "../net/tabStorage";
import { PollPage } from "../PollPage";
import { FakeEventSource } from "../testing/FakeEventSource";
// Imported here so that no test has to wait for the dynamic import.
import "./ChangedPaper";

const NOTHING = /Nothing was counted\.$/;
const UNKNOWN =
  /cannot tell yet whether your vote was counted\. However often .* it counts once\.$/;

/** Codes that no ballot gets: those of other requests of this page. */
const NO_BALLOT = new Set([
  "bad_query",
  "ballot_not_found",
  "ballots_changed",
  "ballots_hidden",
  "not_allowed",
  "results_hidden",
  "signed_out",
  "wrong_code",
]);

/** The sentence about the count that the page shows, for each code that a ballot may get. */
const OUTCOMES: Record<string, RegExp> = {
  already_voted: /counted before\. It stays as it is\. This vote was not counted\.$/,
  bad_choices: NOTHING,
  bad_request: NOTHING,
  busy: UNKNOWN,
  code_needed: NOTHING,
  foreign_origin: NOTHING,
  internal_error: UNKNOWN,
  invalid: NOTHING,
  method_not_allowed: NOTHING,
  not_found: NOTHING,
  not_ready: UNKNOWN,
  other_roll: NOTHING,
  other_voter: NOTHING,
  paper_changed: NOTHING,
  poll_closed: NOTHING,
  poll_not_found: NOTHING,
  receipt_taken: /counted already, with other choices\. It stays as it was first sent\.$/,
  too_large: NOTHING,
  too_many_attempts: UNKNOWN,
  unavailable: UNKNOWN,
};

const errors = readFileSync("../docs/errors.md", "utf8");
const statusOf = (code: string) => Number(errors.match(`\\| \`${code}\` \\| (\\d+) \\|`)?.[1]);

const POLL: Poll = {
  slug: "lunch",
  question_text: "Where do we eat?",
  pub_date: "2026-01-01T00:00:00Z",
  closes_at: null,
  is_open: true,
  voting: "single",
  max_choices: null,
  voter_check: "browser",
  results_visibility: "staff",
  paper: "1",
  choices: [{ id: 1, choice_text: "River" }],
  corrections: [],
  results: null,
};

/** Stubs `fetch` with a server that answers ballots and look-ups of their receipts like this. */
function server(ballot: () => Response, lookUp: () => Response) {
  vi.stubGlobal("fetch", async (path: string) => {
    if (path.endsWith("/lookup")) return lookUp();
    if (path.endsWith("/ballots")) return ballot();
    if (!path.endsWith("/me")) return Response.json(POLL);
    return Response.json({ voted: false, cookies: true, voter: null, results: null });
  });
}

const refuse = (status: number, code: string) => () => {
  const current = { ...POLL, paper: "2", choices: [{ id: 2, choice_text: "Noodles" }] };
  return Response.json({ code, message: "In English.", errors: {}, current }, { status });
};
const html = (status: number) => () => new Response("<h1>Sorry</h1>", { status });
const lost = () => {
  throw new TypeError("Failed to fetch");
};
const nothingCounted = refuse(404, "ballot_not_found");

async function vote() {
  render(
    <main tabIndex={-1}>
      <PollPage slug="lunch" />
    </main>,
  );
  await userEvent.click(await screen.findByLabelText("River"));
  await userEvent.click(screen.getByRole("button", { name: "Vote" }));
}

/** Lets the page give up sending again. */
async function giveUp() {
  await screen.findByText(/^(No answer yet|Many people are voting)/);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 120_000 });
  dispatchEvent(new Event("online"));
}

beforeEach(() => {
  dropAll();
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("EventSource", FakeEventSource);
});
afterEach(() => {
  vi.useRealTimers();
  cleanup();
});

test("each code that a ballot may get has an outcome", () => {
  const codes = Object.keys(TEXTS).filter((code) => !NO_BALLOT.has(code));
  expect(Object.keys(OUTCOMES)).toEqual(codes);
});

test.each(Object.entries(OUTCOMES))("%s says what was counted", async (code, outcome) => {
  const status = statusOf(code);
  const lookUp = code === "foreign_origin" ? refuse(status, code) : nothingCounted;
  server(refuse(status, code), lookUp);
  await vote();
  if ([429, 503].includes(status)) await giveUp();
  const gone = status === 404;
  const said = gone ? await screen.findByText(/^It was deleted/) : await screen.findByRole("alert");
  expect(said).toHaveTextContent(outcome);
});

test.each([
  ["a lost connection", lost, UNKNOWN],
  ["a proxy that waited too long", html(504), UNKNOWN],
  ["a proxy that limits requests", html(429), UNKNOWN],
  ["a proxy that fails", html(500), UNKNOWN],
  ["a proxy that refuses", html(400), NOTHING],
  ["a proxy that refuses large requests", html(413), NOTHING],
])("%s says what was counted", async (_, ballot, outcome) => {
  server(ballot, nothingCounted);
  await vote();
  if (ballot === lost || [429, 504].includes(ballot().status)) await giveUp();
  expect(await screen.findByRole("alert")).toHaveTextContent(outcome);
});

test("a refusal after which the receipt can't be looked up is no proof that nothing was counted", async () => {
  server(html(403), html(403));
  await vote();
  expect(await screen.findByRole("alert")).toHaveTextContent(UNKNOWN);
  expect(screen.getByLabelText("River")).toBeChecked();
});

test("a ballot that is refused is counted all the same if it had arrived before", async () => {
  let first = true;
  const ballot = () => {
    if (!first) return Response.json({ receipt: "3f2a9c04", results: null });
    first = false;
    return html(400)();
  };
  server(ballot, () => Response.json({ choices: [1] }));
  await vote();
  expect(await screen.findByRole("heading", { name: "Your vote is counted" })).toBeVisible();
});
