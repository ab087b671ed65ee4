import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Create, Resource, SimpleForm, TextInput } from "react-admin";
import { beforeEach, expect, test, vi } from "vitest";
import { EditGuesser } from "../guessing/guessers";
import { http } from "../http";
import { Layout } from "../layout/Layout";
import { openScreen } from "../testing/openScreen";
import { authProvider, findSignedInUser } from "./authProvider";

const PASSWORD = "long enough";
const room = { id: 1, name: "Library", version: 4 };
const users = {
  maria: { id: 1, username: "maria", fullName: "maria", role: "editor" },
  bob: { id: 2, username: "bob", fullName: "bob", role: "editor" },
};

/** The name of the signed-in user, or undefined after the end of the session. */
let signedIn: keyof typeof users | undefined;
let writes: { method: string; body: unknown; by: string }[];

const signedOut = () =>
  Response.json(
    { code: "signed_out", message: "Please sign in.", errors: { root: { serverError: "" } } },
    { status: 401 },
  );

beforeEach(() => {
  signedIn = "maria";
  writes = [];
  vi.stubGlobal("fetch", async (address: string | URL, options: RequestInit = {}) => {
    const { pathname } = new URL(address, "http://polls.example");
    const { method = "GET", body } = options;
    const sent = body ? JSON.parse(String(body)) : undefined;
    if (pathname === "/api/auth/login") {
      if (sent.password !== PASSWORD)
        return Response.json({ message: "No match.", errors: {} }, { status: 401 });
      signedIn = sent.username as keyof typeof users;
      return Response.json(users[signedIn]);
    }
    if (!signedIn) return signedOut();
    if (pathname === "/api/auth/me") return Response.json(users[signedIn]);
    if (pathname === "/api/admin") {
      const actions = ["list", "show", "create", "edit", "delete"];
      return Response.json([{ resource: "rooms", actions, bulk: [], sortable: [] }]);
    }
    if (method !== "GET") writes.push({ method, body: sent, by: signedIn });
    const headers = { "Content-Range": "rooms 0-0/1" };
    return pathname.endsWith("rooms") && method === "GET"
      ? Response.json([room], { headers })
      : Response.json({ ...room, ...sent });
  });
});
const RoomCreate = () => (
  <Create redirect="list">
    <SimpleForm>
      <TextInput source="name" />
    </SimpleForm>
  </Create>
);

const open = async (path: string) => {
  await findSignedInUser(); // the provider remembers the user of the test before
  const screens = openScreen(
    path,
    <Resource name="rooms" list={() => <p>All rooms</p>} create={RoomCreate} edit={EditGuesser} />,
    { authProvider, layout: Layout },
  );
  await screen.findByRole("button", { name: "Account" });
  return screens;
};

const fill = async (field: HTMLElement, text: string) => {
  await userEvent.clear(field);
  await userEvent.paste(text);
};
const type = async (text: string) => {
  const field = await screen.findByRole("textbox", { name: /Name/ });
  await fill(field, text);
  return field;
};
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
const dialog = () => screen.findByRole("dialog", { name: "Your session has ended" });
const signInAs = async (name: string, password = PASSWORD) => {
  const fields = within(await dialog());
  await fill(fields.getByLabelText(/Username/), name);
  await fill(fields.getByLabelText(/Password/), password);
  await userEvent.click(fields.getByRole("button", { name: "Sign in" }));
};
const expectNoDialog = () => waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

test.each([
  ["a create form", "/rooms/create", "POST"],
  ["a guessed form", "/rooms/1", "PUT"],
])("%s goes on with its save after signing in again in place", async (_, path, method) => {
  await open(path);
  const field = await type("Attic");
  signedIn = undefined;
  await save();

  const asked = within(await dialog());
  expect(asked.getByLabelText(/Username/)).toHaveValue("maria");
  expect(asked.getByLabelText(/Password/)).toHaveFocus();
  expect(field).toHaveValue("Attic");
  await signInAs("maria", "wrong");
  expect(await asked.findByText("No match.")).toBeVisible();
  expect(writes).toEqual([]);

  await signInAs("maria");
  expect(await screen.findByText("All rooms")).toBeVisible();
  await expectNoDialog();
  expect(writes).toMatchObject([{ method, body: { name: "Attic" }, by: "maria" }]);
});

test("a refetch after the end of the session leaves the form as it is", async () => {
  const { queryClient } = await open("/rooms/1");
  const field = await type("Attic");
  signedIn = undefined;
  queryClient.invalidateQueries({ queryKey: ["rooms"] });

  await signInAs("maria");
  await expectNoDialog();
  expect(field).toHaveValue("Attic");
  await save();
  await waitFor(() => expect(writes).toMatchObject([{ body: { name: "Attic" } }]));
});

test("several requests wait for one sign-in, and a late 401 of the old session does not ask again", async () => {
  await open("/rooms");
  signedIn = undefined;
  const answers = [1, 2, 3].map((id) => http(`/api/admin/rooms/${id}`));
  await dialog();
  let refuse = (_: Response) => {};
  const current = globalThis.fetch;
  vi.stubGlobal(
    "fetch",
    () =>
      new Promise<Response>((resolve) => {
        refuse = resolve;
      }),
  );
  const late = http("/api/admin/rooms/4");
  vi.stubGlobal("fetch", current);

  await signInAs("maria");
  refuse(signedOut());

  expect((await Promise.all([...answers, late])).map(({ status }) => status)).toEqual([
    200, 200, 200, 200,
  ]);
  await expectNoDialog();
});

test("another user is asked before the save goes on in their name", async () => {
  await open("/rooms/1");
  await type("Attic");
  signedIn = undefined;
  await save();
  await signInAs("bob");

  const asked = within(await dialog());
  expect(await asked.findByText(/bob.? is signed in now/)).toBeVisible();
  expect(writes).toEqual([]);
  await userEvent.click(asked.getByRole("button", { name: /Sign in as .?maria/ }));
  await signInAs("bob");
  await userEvent.click(await asked.findByRole("button", { name: /Go on as .?bob/ }));

  await waitFor(() => expect(writes).toMatchObject([{ body: { name: "Attic" }, by: "bob" }]));
  expect(await screen.findByRole("button", { name: "Account" })).toHaveTextContent("bob");
});

test("a sign-in in another tab is noticed when the window gets the focus", async () => {
  await open("/rooms/1");
  await type("Attic");
  signedIn = undefined;
  await save();
  await dialog();

  signedIn = "bob";
  window.dispatchEvent(new Event("focus"));
  expect(await screen.findByText(/bob.? is signed in now/)).toBeVisible();
  signedIn = "maria";
  window.dispatchEvent(new Event("focus"));

  await waitFor(() => expect(writes).toMatchObject([{ body: { name: "Attic" }, by: "maria" }]));
});

test("without a screen that can ask, the request fails", async () => {
  signedIn = undefined;
  await expect(http("/api/admin/rooms/1")).rejects.toMatchObject({ status: 401 });
});

test("a screen that is left does not keep its requests waiting", async () => {
  const { unmount } = await open("/rooms");
  signedIn = undefined;
  const refused = expect(http("/api/admin/rooms/1")).rejects.toMatchObject({ status: 401 });
  await dialog();
  unmount();
  await refused;
});
