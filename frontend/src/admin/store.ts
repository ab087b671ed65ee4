import { localStorageStore } from "react-admin";

/** Settings of the person at this browser, rather than of the account. */
const KEPT = ["locale", "theme"];

const storage = localStorageStore();

/** react-admin's store, which keeps the language and the theme when it is emptied at the end of a session. */
export const store: typeof storage = {
  ...storage,
  reset() {
    const kept = KEPT.map((key) => [key, storage.getItem(key)] as const);
    storage.reset();
    for (const [key, value] of kept) if (value !== undefined) storage.setItem(key, value);
  },
};
