import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { speak } from "../language/language";
import { PollRow } from "../list/PollRow";
import { pollWith } from "../testing/poll";
import { Status } from "./Status";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  cleanup();
});

test.each([
  [true, "2026-11-28T17:00:00Z", /^Open until 18:00 CET today$/],
  [true, "2026-11-29T17:00:00Z", /^Open until Sun,? 29 Nov,? 18:00 CET$/],
  [false, "2026-11-28T05:00:00Z", /^Closed Sat,? 28 Nov,? 06:00 CET$/],
  [true, null, /^Open$/],
  [false, null, /^Closed$/],
])("open: %s, closes at %s", (is_open, closes_at, words) => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-28T06:00:00Z") });
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["en-GB"]);
  const poll = pollWith({ is_open, closes_at });
  const { container } = render(<Status poll={poll} />);
  expect(container.textContent).toMatch(words);
  if (!closes_at && is_open) {
    render(<Status poll={poll} toVoter />);
    expect(screen.getByText("Open until further notice")).toBeVisible();
  }
  if (closes_at) expect(screen.getByText(/CET/)).toHaveAttribute("datetime", closes_at);
});

test("no Spanish article stands before a time: it would be another one at one o'clock", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-11-28T20:00:00Z") });
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["es-ES"]);
  await speak("es");
  const poll = { is_open: true } as Parameters<typeof PollRow>[0]["poll"];
  const said = (closes_at: string) => {
    const { container } = render(
      <>
        <Status poll={{ ...poll, closes_at }} />
        <PollRow poll={{ ...poll, closes_at }} left={4 * 60 * 60_000} />
      </>,
    );
    return container.textContent;
  };
  expect(said("2026-11-29T00:00:00Z")).toMatch(/Se cierra mañana, 1:00 CET$/);
  expect(said("2026-11-28T22:00:00Z")).toBe("Abierta hasta hoy, 23:00 CETSe cierra hoy, 23:00 CET");
  await speak("en");
});
