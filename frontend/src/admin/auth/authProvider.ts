import type { AuthProvider } from "react-admin";
import type { components } from "../../shared/schema";
import { plainHttp, statusOf } from "../http";

type User = components["schemas"]["Identity"];
export type Permission = components["schemas"]["Permission"];

const USER = "/api/auth/me";
// The actions that the API grants the user; the dashboard offers no others.
const PERMISSIONS = "/api/admin";

// Responses cached per sign-in, because react-admin checks on every navigation and for every button.
const cache = new Map<string, Promise<unknown>>();

const getCached = <Body>(path: string) => {
  const body = cache.get(path) ?? plainHttp(path).then(({ json }) => json);
  cache.set(path, body);
  body.catch(() => cache.delete(path));
  return body as Promise<Body>;
};

/** Ask the API who is signed in by now, for example in another tab. */
export const findSignedInUser = (): Promise<User> => {
  cache.clear();
  return getCached<User>(USER);
};

export const authProvider: AuthProvider = {
  async login({ username, password }) {
    const body = JSON.stringify({ username, password });
    const { json } = await plainHttp("/api/auth/login", { method: "POST", body });
    cache.clear();
    cache.set(USER, Promise.resolve(json));
  },

  async logout() {
    if (!cache.has(USER)) return; // Not signed in. react-admin also calls logout after every failed check.
    cache.clear();
    try {
      await plainHttp("/api/auth/logout", { method: "POST" });
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
    // A user who could sign in again in place has left, or there is no screen yet.
    if (error.status === 401) throw new Error("ra.notification.logged_out");
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
