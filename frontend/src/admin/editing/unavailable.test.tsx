import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Create, Edit, Resource, SimpleForm, TextInput } from "react-admin";
import { beforeEach, expect, test, vi } from "vitest";
import { EditGuesser } from "../guessing/guessers";
import { openScreen } from "../testing/openScreen";

const room = { id: 1, name: "Library", version: 4 };
const writes: unknown[] = [];
let answer: () => Response | Promise<Response>;

beforeEach(() => {
  writes.length = 0;
  vi.stubGlobal("fetch", async (_: string, { method = "GET", body }: RequestInit = {}) => {
    if (method === "GET") return Response.json(room);
    writes.push(JSON.parse(String(body)));
    return answer();
  });
});
const Inputs = () => (
  <SimpleForm>
    <TextInput source="name" />
  </SimpleForm>
);
const RoomCreate = () => (
  <Create redirect="list">
    <Inputs />
  </Create>
);
const RoomEdit = () => (
  <Edit>
    <Inputs />
  </Edit>
);

const busy = () => {
  const message = "The database is not responding.";
  const body = { code: "unavailable", message, errors: { root: { serverError: message } } };
  return Response.json(body, { status: 503 });
};
const offline = () => Promise.reject(new TypeError("Failed to fetch"));

const FORMS = [
  ["a create form", "/rooms/create", { create: RoomCreate }],
  ["react-admin's edit form", "/rooms/1", { edit: RoomEdit }],
  ["a guessed form", "/rooms/1", { edit: EditGuesser }],
] as const;
const FAILURES = [
  ["a 503", busy, "The database is not responding."],
  ["a dropped connection", offline, /The server can't be reached/],
] as const;

const CASES = FORMS.flatMap(([form, ...screen]) =>
  FAILURES.map(([failure, ...told]) => [form, failure, ...screen, ...told] as const),
);

test.each(CASES)(
  "%s keeps its input after %s, and is saved with one click",
  async (_, __, path, screens, fail, message) => {
    answer = fail;
    vi.stubGlobal("navigator", { ...navigator, onLine: fail !== offline, languages: ["en"] });
    openScreen(path, <Resource name="rooms" list={() => <p>All rooms</p>} {...screens} />);
    const field = await screen.findByRole("textbox", { name: /Name/ });
    await userEvent.clear(field);
    await userEvent.paste("Attic");
    await userEvent.click(screen.getByRole("button", { name: "Save" }));

    expect(await screen.findByText(message)).toBeVisible();
    expect(field).toHaveValue("Attic");
    answer = () => Response.json({ ...room, name: "Attic" });
    await userEvent.click(screen.getByRole("button", { name: "Try again" }));

    expect(await screen.findByText("All rooms")).toBeVisible();
    await waitFor(() => expect(writes).toMatchObject([{ name: "Attic" }, { name: "Attic" }]));
  },
);
