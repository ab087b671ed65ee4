/** After each refusal of a ballot, the page says whether anything was counted. */
import { readFileSync } from "node:fs";
import { screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TEXTS } from "../net/errorText";
import { choicesOf, pollWith } from "../testing/poll";
import { lose, refuse, servePoll } from "../testing/server";
import { counted, giveUp, startTab, voteFor } from "../testing/steps";
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

/** The server answers ballots and look-ups of their receipts like this. */
const server = (cast: () => Response, lookUp: () => Response) =>
  Object.assign(servePoll({ results_visibility: "staff" }), { cast, lookUp });

const current = pollWith({ paper: "2", choices: choicesOf("Noodles") });
const refusal = (status: number, code: string) => () => refuse(status, code, { current });
const html = (status: number) => () => new Response("<h1>Sorry</h1>", { status });
const nothingCounted = refusal(404, "ballot_not_found");

beforeEach(startTab);
afterEach(() => vi.useRealTimers());

test("each code that a ballot may get has an outcome", () => {
  const codes = Object.keys(TEXTS).filter((code) => !NO_BALLOT.has(code));
  expect(Object.keys(OUTCOMES)).toEqual(codes);
});

test.each(Object.entries(OUTCOMES))("%s says what was counted", async (code, outcome) => {
  const status = statusOf(code);
  const lookUp = code === "foreign_origin" ? refusal(status, code) : nothingCounted;
  server(refusal(status, code), lookUp);
  await voteFor("River");
  if ([429, 503].includes(status)) await giveUp();
  const gone = status === 404;
  const said = gone ? await screen.findByText(/^It was deleted/) : await screen.findByRole("alert");
  expect(said).toHaveTextContent(outcome);
});

test.each([
  ["a lost connection", lose, UNKNOWN],
  ["a proxy that waited too long", html(504), UNKNOWN],
  ["a proxy that limits requests", html(429), UNKNOWN],
  ["a proxy that fails", html(500), UNKNOWN],
  ["a proxy that refuses", html(400), NOTHING],
  ["a proxy that refuses large requests", html(413), NOTHING],
])("%s says what was counted", async (_, ballot, outcome) => {
  server(ballot, nothingCounted);
  await voteFor("River");
  if (ballot === lose || [429, 504].includes(ballot().status)) await giveUp();
  expect(await screen.findByRole("alert")).toHaveTextContent(outcome);
});

test("a refusal after which the receipt can't be looked up is no proof that nothing was counted", async () => {
  server(html(403), html(403));
  await voteFor("River");
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
  server(ballot, () => Response.json({ choices: [0] }));
  await voteFor("River");
  expect(await counted()).toBeVisible();
});
