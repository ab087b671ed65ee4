import type { AuthProvider } from "react-admin";
import type { components } from "../../shared/schema";
import { http } from "../http";

type User = components["schemas"]["Identity"];
type Access = { resource: string; action: string };

const READS = ["list", "show"];

/** What the dashboard offers to whom. It hides what would be refused; the API is what refuses. */
const MAY: Record<User["role"], (access: Access) => boolean> = {
  admin: () => true,
  editor: ({ resource }) => resource !== "users",
  viewer: ({ resource, action }) => resource !== "users" && READS.includes(action),
};

const statusOf = (error: unknown) =>
  error instanceof Object && "status" in error ? error.status : undefined;

// Asked once per page load, because react-admin checks on every navigation and for every button.
let signedIn: Promise<User> | undefined;

const currentUser = (): Promise<User> => {
  signedIn ??= http("/api/auth/me").then(({ json }) => json);
  signedIn.catch(() => {
    signedIn = undefined;
  });
  return signedIn;
};

export const authProvider: AuthProvider = {
  async login({ username, password }) {
    const body = JSON.stringify({ username, password });
    const { json } = await http("/api/auth/login", { method: "POST", body });
    signedIn = Promise.resolve(json);
  },

  async logout() {
    if (!signedIn) return; // Nobody was: react-admin comes here from every failed check, too.
    signedIn = undefined;
    try {
      await http("/api/auth/logout", { method: "POST" });
    } catch (error) {
      if (statusOf(error) !== 401) throw error;
    }
  },

  async checkAuth() {
    try {
      await currentUser();
    } catch (error) {
      // `message: false` keeps react-admin from greeting a visitor with an error.
      throw statusOf(error) === 401 ? { message: false } : error;
    }
  },

  async checkError(error) {
    if (error.status === 401) throw new Error("Your session has ended. Please sign in again.");
  },

  getIdentity: currentUser,

  async canAccess(access) {
    const { role } = await currentUser();
    return MAY[role](access);
  },
};
