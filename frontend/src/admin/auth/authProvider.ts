import type { AuthProvider } from "react-admin";
import type { components } from "../../shared/schema";
import { http } from "../http";

type User = components["schemas"]["Identity"];
export type Permission = components["schemas"]["Permission"];

const statusOf = (error: unknown) =>
  error instanceof Object && "status" in error ? error.status : undefined;

const USER = "/api/auth/me";
// The actions that the API grants the user; the dashboard offers no others.
const PERMISSIONS = "/api/admin";

// Responses cached per sign-in, because react-admin checks on every navigation and for every button.
const cache = new Map<string, Promise<unknown>>();

const getCached = <Body>(path: string) => {
  const body = cache.get(path) ?? http(path).then(({ json }) => json);
  cache.set(path, body);
  body.catch(() => cache.delete(path));
  return body as Promise<Body>;
};

export const authProvider: AuthProvider = {
  async login({ username, password }) {
    const body = JSON.stringify({ username, password });
    const { json } = await http("/api/auth/login", { method: "POST", body });
    cache.clear();
    cache.set(USER, Promise.resolve(json));
  },

  async logout() {
    if (!cache.has(USER)) return; // Not signed in. react-admin also calls logout after every failed check.
    cache.clear();
    try {
      await http("/api/auth/logout", { method: "POST" });
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
    }
  },

  async checkAuth() {
    try {
      await getCached(USER);
    } catch (error) {
      // With `message: false`, react-admin redirects to the sign-in page without a notification.
      throw statusOf(error) === 401 ? { message: false } : error;
    }
  },

  async checkError(error) {
    if (error.status === 401 && !error.body?.stay) throw new Error("ra.notification.logged_out");
  },

  getIdentity: () => getCached<User>(USER),

  getPermissions: () => getCached<Permission[]>(PERMISSIONS),

  async canAccess({ resource, action }) {
    const permissions = await getCached<Permission[]>(PERMISSIONS);
    const actions: string[] =
      permissions.find((permission) => permission.resource === resource)?.actions ?? [];
    return actions.includes(action);
  },
};
