import { HttpError } from "react-admin";
import { beforeEach, expect, test, vi } from "vitest";

const signedInAs = (role: string) =>
  Response.json({ id: 1, username: "maria", fullName: "maria", role });
const refusal = (status: number, message: string) =>
  Response.json({ message, errors: { root: { serverError: message } } }, { status });

const network = vi.fn<typeof fetch>();

// Imported again for each test, because the provider caches the signed-in user.
const provider = async () => {
  vi.resetModules();
  return (await import("./authProvider")).authProvider;
};

beforeEach(() => {
  network.mockReset();
  vi.stubGlobal("fetch", network);
});
test("a 401 ends the session, a 403 does not", async () => {
  const { checkError } = await provider();
  await expect(checkError(new HttpError("Please sign in.", 401))).rejects.toThrow(
    "ra.notification.logged_out",
  );
  await expect(checkError(new HttpError("Only for admins.", 403))).resolves.toBeUndefined();
});

test("a visitor is redirected to the sign-in page without a notification", async () => {
  network.mockResolvedValue(refusal(401, "Please sign in."));
  const { checkAuth, logout } = await provider();
  await expect(checkAuth({})).rejects.toEqual({ message: false });
  await logout({});
  expect(network).toHaveBeenCalledTimes(1);
});

test("a check that fails on the network reports that, and the next check sends a new request", async () => {
  network.mockRejectedValueOnce(new TypeError("Failed to fetch"));
  network.mockResolvedValueOnce(signedInAs("editor"));
  const { checkAuth } = await provider();
  await expect(checkAuth({})).rejects.toThrow("The server can't be reached");
  await expect(checkAuth({})).resolves.toBeUndefined();
});

test.each([
  [401, "Wrong username or password."],
  [429, "Too many tries. Try again in a minute."],
])("a sign-in refused with %i shows the server's message", async (status, message) => {
  network.mockResolvedValue(refusal(status, message));
  const { login } = await provider();
  await expect(login({ username: "maria", password: "no" })).rejects.toThrow(message);
});

test("the identity of a signed-in user is cached until sign-out", async () => {
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

test("the granted actions are fetched once per sign-in, and no others are allowed", async () => {
  network.mockImplementation(async () =>
    Response.json([
      { resource: "questions", actions: ["list", "show"] },
      { resource: "users", actions: ["list"] },
    ]),
  );
  const { canAccess } = await provider();
  const allowed: string[] = [];
  for (const resource of ["questions", "users", "changes"]) {
    for (const action of ["list", "show", "create", "edit", "delete"]) {
      if (await canAccess?.({ resource, action })) allowed.push(`${resource}:${action}`);
    }
  }
  expect(allowed).toEqual(["questions:list", "questions:show", "users:list"]);
  expect(network.mock.calls.map(([url]) => url)).toEqual(["/api/admin"]);
});

test("the permissions of the previous user are dropped at the next sign-in", async () => {
  const granted = (...actions: string[]) => Response.json([{ resource: "questions", actions }]);
  network.mockResolvedValueOnce(granted("list", "edit"));
  const { login, canAccess } = await provider();
  expect(await canAccess?.({ resource: "questions", action: "edit" })).toBe(true);

  network.mockResolvedValueOnce(signedInAs("viewer"));
  await login({ username: "maria", password: "long enough" });
  network.mockResolvedValueOnce(granted("list"));
  expect(await canAccess?.({ resource: "questions", action: "edit" })).toBe(false);
});
