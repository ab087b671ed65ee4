import { HttpError } from "react-admin";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

const signedInAs = (role: string) =>
  Response.json({ id: 1, username: "maria", fullName: "maria", role });
const refusal = (status: number, message: string) =>
  Response.json({ message, errors: { root: { serverError: message } } }, { status });

const network = vi.fn<typeof fetch>();

// Afresh for each test: the provider remembers who is signed in.
const provider = async () => {
  vi.resetModules();
  return (await import("./authProvider")).authProvider;
};

beforeEach(() => {
  network.mockReset();
  vi.stubGlobal("fetch", network);
});
afterEach(() => vi.unstubAllGlobals());

test("a 401 ends the session, a 403 does not", async () => {
  const { checkError } = await provider();
  await expect(checkError(new HttpError("Please sign in.", 401))).rejects.toThrow(/session/);
  await expect(checkError(new HttpError("Only for admins.", 403))).resolves.toBeUndefined();
});

test("a visitor is sent to the sign-in page without a word", async () => {
  network.mockResolvedValue(refusal(401, "Please sign in."));
  const { checkAuth, logout } = await provider();
  await expect(checkAuth({})).rejects.toEqual({ message: false });
  await logout({});
  expect(network).toHaveBeenCalledTimes(1);
});

test("a check that the server could not answer says so, and the next one asks again", async () => {
  network.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  network.mockResolvedValueOnce(signedInAs("editor"));
  const { checkAuth } = await provider();
  await expect(checkAuth({})).rejects.toThrow("The server can't be reached");
  await expect(checkAuth({})).resolves.toBeUndefined();
});

test.each([
  [401, "Wrong username or password."],
  [429, "Too many tries. Try again in a minute."],
])("a sign-in refused with %i gives the server's sentence", async (status, sentence) => {
  network.mockResolvedValue(refusal(status, sentence));
  const { login } = await provider();
  await expect(login({ username: "maria", password: "no" })).rejects.toThrow(sentence);
});

test("who signs in is known without asking again, until signing out", async () => {
  network.mockResolvedValueOnce(signedInAs("editor"));
  const { login, logout, getIdentity, checkAuth } = await provider();
  await login({ username: "maria", password: "long enough" });
  expect(await getIdentity?.()).toMatchObject({ fullName: "maria" });
  expect(network).toHaveBeenCalledTimes(1);

  network.mockResolvedValueOnce(new Response(null, { status: 204 }));
  await logout({});
  network.mockResolvedValueOnce(refusal(401, "Please sign in."));
  await expect(checkAuth({})).rejects.toBeDefined();
});

describe("what is offered", () => {
  test.each([
    ["viewer", ["questions:list", "questions:show"]],
    [
      "editor",
      [
        "questions:list",
        "questions:show",
        "questions:create",
        "questions:edit",
        "questions:delete",
      ],
    ],
    [
      "admin",
      ["questions", "users"].flatMap((resource) =>
        ["list", "show", "create", "edit", "delete"].map((action) => `${resource}:${action}`),
      ),
    ],
  ])("to a %s", async (role, expected) => {
    network.mockImplementation(async () => signedInAs(role));
    const { canAccess } = await provider();
    const offered: string[] = [];
    for (const resource of ["questions", "users"]) {
      for (const action of ["list", "show", "create", "edit", "delete"]) {
        if (await canAccess?.({ resource, action })) offered.push(`${resource}:${action}`);
      }
    }
    expect(offered).toEqual(expected);
  });
});
