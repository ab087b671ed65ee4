import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Resource } from "react-admin";
import { beforeEach, expect, test, vi } from "vitest";
import { EditGuesser } from "../guessing/guessers";
import { openScreen } from "../testing/openScreen";
import type { Change } from "./change";

const edit: Change = {
  id: 1,
  at: "2026-11-27T10:00:00Z",
  actor_id: 3,
  actor: "ann",
  resource: "rooms",
  record_id: "1",
  record: "Loud library",
  action: "edit",
  note: null,
  restorable_until: null,
  restored_as: null,
  fields: ["name"],
  before: { name: "Quiet library", seats: 12 },
  after: { name: "Loud library", seats: 12 },
};
let room = { id: 1, name: "Loud library", seats: 14, version: 4 };
let answer: () => Response | Promise<Response>;
const sent: { url: string; body: string; version: string | null }[] = [];

beforeEach(() => {
  room = { ...room, seats: 14, version: 4 };
  sent.length = 0;
  answer = () => Response.json({ resource: "rooms", record_id: "1" });
  vi.stubGlobal("fetch", async (url: string, options: RequestInit = {}) => {
    if (options.method === "POST") {
      const version = new Headers(options.headers).get("If-Match");
      sent.push({ url, body: String(options.body), version });
      return answer();
    }
    const list = { headers: { "Content-Range": "changes 0-0/1" } };
    return url.includes("/changes") ? Response.json([edit], list) : Response.json(room);
  });
});
const open = async () => {
  openScreen("/rooms/1", <Resource name="rooms" edit={EditGuesser} />);
  await userEvent.click(await screen.findByRole("button", { name: "History" }));
  return screen.findByRole("listitem");
};

test("a guessed screen shows the history of its record, field by field", async () => {
  const entry = await open();
  expect(entry).toHaveTextContent("Edited by");
  expect(within(entry).getByRole("deletion")).toHaveTextContent("Quiet");
  expect(within(entry).getByRole("insertion")).toHaveTextContent("Loud");
});

test("a change of a reference shows the names of the records, as links", async () => {
  vi.stubGlobal("fetch", async (url: string) => {
    const list = { headers: { "Content-Range": "changes 0-0/1" } };
    const moved = { ...edit, before: { wing: null }, after: { wing: 7 }, fields: ["wing"] };
    if (url.includes("/changes")) return Response.json([moved], list);
    if (url.includes("/wings")) return Response.json([{ id: 7, name: "North" }], list);
    return Response.json(room);
  });
  openScreen(
    "/rooms/1",
    <>
      <Resource name="rooms" edit={EditGuesser} options={{ references: { wing: "wings" } }} />
      <Resource name="wings" show={EditGuesser} recordRepresentation="name" />
    </>,
  );
  await userEvent.click(await screen.findByRole("button", { name: "History" }));
  const link = await screen.findByRole("link", { name: "North" });
  expect(link).toHaveAttribute("href", expect.stringContaining("/wings/7/show"));
});

test("restoring says what would change, and sends the version that it was said of", async () => {
  await userEvent.click(within(await open()).getByRole("button", { name: /state before/ }));
  const dialog = await screen.findByRole("dialog", { name: "Restore this state?" });
  // Compared with the record as it is now, of which someone has changed another field since.
  expect(await within(dialog).findByText("14")).toBeVisible();
  expect(
    within(dialog)
      .getAllByRole("insertion")
      .map((part) => part.textContent),
  ).toEqual(["Quiet ", "12"]);

  await userEvent.click(within(dialog).getByRole("button", { name: "Restore" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(sent).toEqual([
    { url: "/api/admin/changes/1/restore", body: '{"state":"before"}', version: '"4"' },
  ]);
});

test("a refused restore stays in the dialog, with what it would change by now", async () => {
  await userEvent.click(within(await open()).getByRole("button", { name: /state before/ }));
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByText("14");
  const message = "Someone else has changed this since you opened it.";
  answer = () => {
    room = { ...room, seats: 15, version: 5 };
    return Response.json({ message, errors: { root: { serverError: message } } }, { status: 412 });
  };
  await userEvent.click(within(dialog).getByRole("button", { name: "Restore" }));

  expect(await within(dialog).findByRole("alert")).toHaveTextContent(message);
  expect(await within(dialog).findByText("15")).toBeVisible();
  answer = () => Response.json({ resource: "rooms", record_id: "1" });
  await userEvent.click(within(dialog).getByRole("button", { name: "Restore" }));
  await waitFor(() => expect(sent.map(({ version }) => version)).toEqual(['"4"', '"5"']));
});

test("while a restore runs, its dialog stays", async () => {
  let finish = (_: Response) => {};
  answer = () => new Promise((resolve) => (finish = resolve));
  await userEvent.click(within(await open()).getByRole("button", { name: /state before/ }));
  const dialog = await screen.findByRole("dialog");
  await within(dialog).findByText("14");
  await userEvent.click(within(dialog).getByRole("button", { name: "Restore" }));
  await waitFor(() => expect(sent).toHaveLength(1));
  for (const button of within(dialog).getAllByRole("button")) expect(button).toBeDisabled();
  await userEvent.keyboard("{Escape}");
  expect(dialog).toHaveAttribute("aria-busy", "true");
  expect(dialog).toBeVisible();

  finish(Response.json({ resource: "rooms", record_id: "1" }));
  await waitFor(() => expect(dialog).not.toBeInTheDocument());
});

test("a state that the record has already can't be restored", async () => {
  room = { ...room, seats: 12 };
  await userEvent.click(within(await open()).getByRole("button", { name: "Restore this state" }));
  const dialog = await screen.findByRole("dialog");
  expect(await within(dialog).findByText(/in this state already/)).toBeVisible();
  expect(within(dialog).getByRole("button", { name: "Restore" })).toBeDisabled();
});
