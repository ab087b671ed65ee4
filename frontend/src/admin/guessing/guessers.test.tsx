import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {
  DeleteButton,
  Edit,
  Resource,
  type ResourceProps,
  Show,
  SimpleForm,
  TextInput,
} from "react-admin";
import { beforeEach, expect, test, vi } from "vitest";
import { accountWith, openScreen } from "../testing/openScreen";
import { EditGuesser, ListGuesser, ShowGuesser } from "./guessers";

const room = {
  id: 1,
  name: "Library",
  seats: 12,
  step_free: true,
  number: "750923888754880517",
  closed_until: "2030-01-07T07:00:00Z",
  equipment: { screens: 2 },
  note: null,
  version: 4,
};

let stored: Record<string, unknown>;
let answer: (sent: Record<string, unknown>) => Response;
const writes: Record<string, unknown>[] = [];

beforeEach(() => {
  stored = room;
  answer = () => Response.json(stored);
  writes.length = 0;
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: RequestInit = {}) => {
    if (url.includes(":delete")) return Response.json({ records: 1, applicable: 1, related: [] });
    if (method === "GET") {
      const range = { "Content-Range": "rooms 0-0/1" };
      return url.includes("?")
        ? Response.json([stored], { headers: range })
        : Response.json(stored);
    }
    const sent = JSON.parse(String(body ?? "{}"));
    writes.push(sent);
    return answer(sent);
  });
});
const guessed: Partial<ResourceProps> = { list: ListGuesser, edit: EditGuesser, show: ShowGuesser };

const actions = ["list", "show", "create", "edit", "delete"];
const authProvider = accountWith({ resource: "rooms", actions });

const open = (path: string, screens = guessed) =>
  openScreen(path, <Resource name="rooms" {...screens} />, { authProvider });

const type = async (label: RegExp, text: string) => {
  const field = await screen.findByRole("textbox", { name: label });
  await userEvent.clear(field);
  await userEvent.paste(text);
  return field;
};
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));

test("unedited fields are sent back unchanged", async () => {
  open("/rooms/1");
  await type(/Name/, "Attic");
  await save();
  await waitFor(() => expect(writes).toEqual([{ ...room, name: "Attic" }]));
});

const refusal =
  (status: number, errors: object, more = {}) =>
  () =>
    Response.json({ message: "Not saved.", errors, ...more }, { status });
const stale = (current: object) =>
  refusal(412, { root: { serverError: "Someone else has changed this." } }, { current });

const own = {
  edit: () => (
    <Edit>
      <SimpleForm>
        <TextInput source="name" />
        <TextInput source="note" />
      </SimpleForm>
    </Edit>
  ),
};

test.each([
  ["a guessed form", guessed],
  ["react-admin's own form", own],
])("%s shows an error at its field and keeps the input", async (_, screens) => {
  answer = refusal(409, { name: "Another room has this already." });
  open("/rooms/1", screens);
  const name = await type(/Name/, "Attic");
  await save();
  expect(await screen.findByText("Another room has this already.")).toBeVisible();
  expect(name).toHaveValue("Attic");
  expect(screen.queryByText(/updated/)).toBeNull();

  answer = () => Response.json({ ...stored, name: "Attic" });
  await save();
  await waitFor(() => expect(writes).toHaveLength(2));
});

test.each([
  ["a guessed form", guessed],
  ["react-admin's own form", own],
])("%s merges a record that someone else has saved", async (_, screens) => {
  open("/rooms/1", screens);
  const name = await type(/Name/, "Attic");
  stored = { ...room, note: "Theirs", version: 5 };
  answer = stale(stored);
  await save();
  expect(await screen.findByDisplayValue("Theirs")).toBeVisible();
  expect(name).toHaveValue("Attic");

  answer = () => Response.json({ ...stored, name: "Attic" });
  await save();
  await waitFor(() => expect(writes).toHaveLength(2));
  expect(writes[1]).toEqual({ ...stored, name: "Attic" });
});

test("a guessed form shows their version of a field that both sides changed", async () => {
  open("/rooms/1");
  await type(/Name/, "Attic");
  stored = { ...room, name: "Cellar", seats: 14, version: 5 };
  answer = stale(stored);
  await save();
  const notice = await screen.findByRole("alert");
  expect(notice).toHaveTextContent("Cellar");
  expect(within(notice).getByText("14")).toBeVisible();
});

test.each([
  ["without network", () => Promise.reject(new TypeError("Failed to fetch")), /can't be reached/],
  [
    "of a deleted record",
    async () => Response.json({ errors: {} }, { status: 404 }),
    /has deleted this/,
  ],
])("a save %s keeps the input of a guessed form", async (_, refuse, message) => {
  open("/rooms/1");
  const name = await type(/Name/, "Attic");
  const read = globalThis.fetch;
  vi.stubGlobal("fetch", async (url: string, options: RequestInit = {}) =>
    options.method === "PUT" ? refuse() : read(url, options),
  );
  await save();
  expect(await screen.findByText(message)).toBeVisible();
  expect(name).toHaveValue("Attic");
});

const confirm = async () => {
  const dialog = within(await screen.findByRole("dialog"));
  const button = dialog.getByRole("button", { name: "Delete" });
  await waitFor(() => expect(button).toBeEnabled());
  await userEvent.click(button);
};

const button = {
  show: () => (
    <Show actions={false}>
      <DeleteButton />
    </Show>
  ),
};

test.each([
  ["a guessed form", guessed],
  ["react-admin's own form", own],
])("%s asks before deleting, and says why the delete is refused", async (_, screens) => {
  answer = refusal(409, { root: { serverError: "Others refer to it." } });
  open("/rooms/1", screens);
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  expect(writes).toHaveLength(0);
  await confirm();
  expect(await screen.findByRole("alert")).toHaveTextContent("Not saved. Others refer to it.");
  expect(screen.getByRole("dialog")).toBeVisible();
});

test("a delete button on a page asks before deleting, and stays if the delete is refused", async () => {
  answer = refusal(409, { root: { serverError: "Others refer to it." } });
  open("/rooms/1/show", { ...guessed, ...button });
  await userEvent.click(await screen.findByRole("button", { name: "Delete" }));
  expect(writes).toHaveLength(0);
  await confirm();
  expect(await screen.findByText("Not saved.")).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(screen.getByRole("button", { name: "Delete" })).toBeVisible();
});

test("guessed lists and pages show each value", async () => {
  open("/rooms");
  await screen.findAllByRole("checkbox"); // the table starts again when the permissions are known
  expect(screen.getByRole("cell", { name: "750923888754880517" })).toBeVisible();
  expect(screen.getByRole("cell", { name: '{"screens":2}' })).toBeVisible();
  await userEvent.click(screen.getByRole("cell", { name: "Library" }));
  // The page starts again when the permissions are known.
  await waitFor(() => expect(screen.getByText(/2030/)).toBeVisible());
  await waitFor(() => expect(screen.getByText("Yes")).toBeVisible());
});
