/** The mail that the tests' mail server has received. playwright.config.ts starts it. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const MAIL_PORT = 8107;
export const MAIL_FOLDER = join(import.meta.dirname, "../../var/e2e/mail");

/** The texts of the messages to an address, with their headers, in any order. */
export function mailTo(address: string): string[] {
  const folder = join(MAIL_FOLDER, "new");
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .filter((message) => message.includes(`X-RcptTo: ${address}\n`))
    .map((message) => message.replace(/=\r?\n/g, "").replaceAll("=3D", "="));
}

/** The link for a voter in a message. */
export const linkIn = (message = "") => message.match(/http\S+\/vote#[a-z2-9-]{14}/)?.[0] ?? "";
