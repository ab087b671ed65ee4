import type { AuthProvider } from "react-admin";
import type { components } from "../../shared/schema";
import { http } from "../http";

type User = components["schemas"]["Identity"];
export type Permission = components["schemas"]["Permission"];

const statusOf = (error: unknown) =>
  error instanceof Object && "status" in error ? error.status : undefined;

const USER = "/api/auth/me";
// What the API would refuse is not offered.
const PERMISSIONS = "/api/admin";

// Asked once for each sign-in, because react-admin checks on every navigation and for every button.
const answers = new Map<string, Promise<unknown>>();

const ask = <Answer>(path: string) => {
  const answer = answers.get(path) ?? http(path).then(({ json }) => json);
  answers.set(path, answer);
  answer.catch(() => answers.delete(path));
  return answer as Promise<Answer>;
};

export const authProvider: AuthProvider = {
  async login({ username, password }) {
    const body = JSON.stringify({ username, password });
    const { json } = await http("/api/auth/login", { method: "POST", body });
    answers.clear();
    answers.set(USER, Promise.resolve(json));
  },

  async logout() {
    if (!answers.has(USER)) return; // Nobody was: react-admin comes here from every failed check, too.
    answers.clear();
    try {
      await http("/api/auth/logout", { method: "POST" });
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
    }
  },

  async checkAuth() {
    try {
      await ask(USER);
    } catch (error) {
      // `message: false` keeps react-admin from greeting a visitor with an error.
      throw statusOf(error) === 401 ? { message: false } : error;
    }
  },

  async checkError(error) {
    if (error.status === 401 && !error.body?.stay)
      throw new Error("Your session has ended. Please sign in again.");
  },

  getIdentity: () => ask<User>(USER),

  getPermissions: () => ask<Permission[]>(PERMISSIONS),

  async canAccess({ resource, action }) {
    const permissions = await ask<Permission[]>(PERMISSIONS);
    const actions: string[] = permissions.find((one) => one.resource === resource)?.actions ?? [];
    return actions.includes(action);
  },
};
