/** The steps of a voter on the pages. */
import { act, cleanup, render, screen } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { dropAll } from "../net/tabStorage";
import { PollPage } from "../PollPage";
import { FakeEventSource } from "./FakeEventSource";

/** Forgets what the tab keeps, and stubs the browser's parts that happy-dom leaves out. */
export function startTab() {
  dropAll();
  vi.stubGlobal("scrollTo", () => undefined);
  vi.stubGlobal("EventSource", FakeEventSource);
}

export const openPoll = () =>
  render(
    <main tabIndex={-1}>
      <PollPage slug="lunch" />
    </main>,
  );

export function reload() {
  cleanup();
  openPoll();
}

export async function choose(...names: string[]) {
  for (const name of names) await userEvent.click(await screen.findByLabelText(name));
}

export const vote = async () =>
  userEvent.click(await screen.findByRole("button", { name: "Vote" }));

/** Opens the poll, and votes for these choices. */
export async function voteFor(...names: string[]) {
  openPoll();
  await choose(...names);
  await vote();
}

/** Types a code into the field, after what it contains. */
export const enterCode = async (code: string) =>
  userEvent.type(await screen.findByLabelText("Code"), `${code}{Enter}`);

export const emptyCode = () => userEvent.clear(screen.getByLabelText("Code"));

/** The heading of a page whose vote is counted. */
export const counted = () => screen.findByRole("heading", { name: "Your vote is counted" });

/** The sentence of a page that sends the vote again. */
export const onItsWay = () => screen.findByText(/^No answer yet/);

export const backOnline = () => window.dispatchEvent(new Event("online"));

/** Advances the clock until the page gives up sending the vote again. Returns its message. */
export async function giveUp() {
  await screen.findByText(/^(No answer yet|Many people are voting)/);
  vi.setSystemTime(Date.now() + 120_000);
  backOnline();
  return screen.findByRole("alert");
}

/** Advances the faked timers by so many milliseconds. */
export const pass = (ms: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
