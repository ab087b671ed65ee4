/**
 * Texts that this tab keeps until it is closed. They survive a reload, but the next person on this computer does not
 * find them.
 */

/** Keeps the texts until the next reload in browsers without storage. */
const memory = new Map<string, string>();

export const recall = (key: string) =>
  memory.get(key) ?? tryStorage((storage) => storage.getItem(key));

export function keep(key: string, text: string): void {
  memory.set(key, text);
  tryStorage((storage) => storage.setItem(key, text));
}

export function dropAll(): void {
  memory.clear();
  tryStorage((storage) => storage.clear());
}

/** `sessionStorage` throws when cookies are blocked and when it is full. */
function tryStorage<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(sessionStorage);
  } catch {
    return undefined;
  }
}
