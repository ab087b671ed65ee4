import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {
  Admin,
  Create,
  Edit,
  memoryStore,
  Resource,
  SimpleForm,
  TestMemoryRouter,
  TextInput,
} from "react-admin";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dataProvider } from "../dataProvider";
import { EditGuesser } from "../guessing/guessers";
import { i18nProvider } from "../i18nProvider";
import { lightTheme } from "../theme";
import { createQueryClient } from "./queryClient";

// In ms. Each test renders a whole react-admin screen, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 20_000 });

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
afterEach(() => vi.unstubAllGlobals());

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

test.each(FORMS.flatMap((form) => FAILURES.map((failure) => [...form, ...failure] as const)))(
  "%s (%s) keeps its input after %4$s, and is saved with one click",
  async (_, path, screens, __, fail, message) => {
    answer = fail;
    vi.stubGlobal("navigator", { ...navigator, onLine: fail !== offline, languages: ["en"] });
    render(
      <TestMemoryRouter initialEntries={[path]}>
        <Admin
          dataProvider={dataProvider}
          queryClient={createQueryClient()}
          i18nProvider={i18nProvider}
          lightTheme={lightTheme}
          store={memoryStore()}
          disableTelemetry
        >
          <Resource name="rooms" list={() => <p>All rooms</p>} {...screens} />
        </Admin>
      </TestMemoryRouter>,
    );
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
