import { act, cleanup, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../language/language";
import type { Poll, Results } from "../net/api";
import { pollWith } from "../testing/poll";
import { pass } from "../testing/steps";
import { ResultNews } from "./ResultNews";

const result = (ballots: number): Results => ({ ballots, choices: [] });
const open = () => {
  const { rerender } = render(<ResultNews poll={pollWith()} results={result(1)} />);
  return (results: Results | null, changes: Partial<Poll> = {}) =>
    rerender(<ResultNews poll={pollWith(changes)} results={results} />);
};
/** Advances the clock second by second, because `act` renders at its end. */
const seconds = async (count: number) => {
  await pass(0);
  for (let second = 0; second < count; second++) await pass(1000);
};

/** The messages, each with the second at which it appeared. */
let told: [second: number, text: string | null][];
const listen = () => {
  const region = screen.getByRole("status");
  const tell = () => told.push([Date.now() / 1000, region.textContent]);
  new MutationObserver(tell).observe(region, {
    childList: true,
    characterData: true,
    subtree: true,
  });
};

beforeEach(() => {
  vi.useFakeTimers({ now: 100_000 });
  told = [];
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test("the first result is not told, and neither is one that stays the same", async () => {
  const show = open();
  listen();
  for (let turn = 0; turn < 5; turn++) {
    show(result(1));
    await seconds(10);
  }
  expect(told).toEqual([]);
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
});

test("votes that come all the time are told every ten seconds, and the last one always", async () => {
  const show = open();
  listen();
  for (let ballots = 2; ballots < 26; ballots++) {
    show(result(ballots));
    await seconds(1);
  }
  await seconds(60);
  expect(told).toEqual([
    [100, "Result updated: 2 votes"],
    [110, "Result updated: 11 votes"],
    [120, "Result updated: 21 votes"],
    [130, "Result updated: 25 votes"],
  ]);
});

test("a change that is taken back before its time is not told", async () => {
  const show = open();
  listen();
  show(result(2));
  await seconds(1);
  show(result(3));
  await seconds(1);
  show(result(2));
  await seconds(30);
  expect(told).toEqual([[100, "Result updated: 2 votes"]]);
});

test("the close and a result that is hidden are told, too", async () => {
  const show = open();
  listen();
  show(null, { results_visibility: "staff" });
  await seconds(10);
  show(result(7), { is_open: false });
  await seconds(10);
  show(null, { is_open: false });
  await seconds(10);
  expect(told.map(([, text]) => text)).toEqual([
    "The result is hidden now.",
    "This poll is closed: 7 votes",
    "This poll is closed.",
  ]);
});

test.each([
  ["de", "Ergebnis aktualisiert: 12 Stimmen", "Ergebnis aktualisiert: 1 Stimmzettel"],
  ["ar", "حُدّثت النتيجة: 12 صوتًا", "حُدّثت النتيجة: ورقة اقتراع واحدة"],
])("in %s", async (language, twelve, one) => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue([language === "ar" ? "ar-MA" : language]);
  await speak(language as "de" | "ar");
  const show = open();
  show(result(12));
  await seconds(0);
  expect(screen.getByText(twelve)).toBeVisible();
  show(result(2));
  show(result(1), { voting: "multiple" });
  show(result(0), { voting: "multiple" });
  show(result(1), { voting: "multiple", is_open: true });
  await seconds(10);
  expect(screen.getByText(one)).toBeVisible();

  // A text in the language that the page spoke before would be read with the wrong voice.
  await act(() => speak("en"));
  show(result(1), { voting: "multiple" });
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
  vi.restoreAllMocks();
});
