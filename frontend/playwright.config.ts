import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { launchOptions } from "./e2e/chromium.mjs";
import { MAIL_FOLDER, MAIL_PORT } from "./e2e/mail";
import { PAGE, PASSWORD } from "./e2e/polls";

// Playwright loads this file in every process. Only the main process, which is no worker, empties the folder.
const folder = join(import.meta.dirname, "../var/e2e");
if (!process.env.TEST_WORKER_INDEX) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

const databases = {
  sqlite: { port: 8101, url: `sqlite:///${folder}/polls.sqlite3` },
  // `python -m tests.postgres` creates this database.
  postgresql: { port: 8102, url: process.env.TEST_DATABASE_URL },
};
if (!databases.postgresql.url) throw new Error("Run these tests with: make test-e2e");

// The spec files that each project leaves to the other one: the behaviour of screens does not depend on the database,
// and adding-a-resource.spec.ts covers both databases itself.
const IGNORED: Record<string, string[]> = {
  sqlite: ["actions.spec.ts", "history.spec.ts", "two-editors.spec.ts"],
  postgresql: [
    "accessibility.spec.ts",
    "accounts.spec.ts",
    "adding-a-resource.spec.ts",
    "dashboard.spec.ts",
    "home.spec.ts",
    "language.spec.ts",
    "lists.spec.ts",
    "mending.spec.ts",
    "nothing-lost.spec.ts",
    "parity.spec.ts",
    "poll-form.spec.ts",
    "poll-page.spec.ts",
    "receipts.spec.ts",
    "rolls.spec.ts",
    "states.spec.ts",
    "transfer.spec.ts",
    "vote-by-code.spec.ts",
  ],
};

const programs = join(import.meta.dirname, "../backend/.venv/bin");

const mail = (port: number) => ({
  SMTP_URL: `smtp://127.0.0.1:${MAIL_PORT}`,
  MAIL_FROM: "Polls <polls@example.org>",
  MAIL_RATE: "100000",
  PUBLIC_URL: `http://localhost:${port}`,
});

export default defineConfig({
  testDir: "e2e",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  reporter: "list",
  // In ms. Generous for busy machines; the tests wait for conditions that are nearly always met at once.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Recording a trace of each test takes a fifth of the time. To see one: npx playwright test --trace on
  use: { launchOptions, screenshot: "only-on-failure" },
  projects: Object.entries(databases).map(([name, { port, url }]) => ({
    name,
    metadata: { port, url },
    testIgnore: IGNORED[name],
    ...(name === "postgresql" && { grepInvert: new RegExp(PAGE.tag) }),
    use: { ...devices["Desktop Chrome"], baseURL: `http://localhost:${port}` },
  })),
  webServer: [
    // It keeps each message as a file.
    {
      command: `"${programs}/python" -m aiosmtpd -n -l 127.0.0.1:${MAIL_PORT} -c aiosmtpd.handlers.Mailbox "${MAIL_FOLDER}"`,
      port: MAIL_PORT,
    },
    ...Object.values(databases).map(({ port, url }) => ({
      command: `"${programs}/python" -m tests.fast_passwords`,
      cwd: "../backend",
      env: {
        ...{ DATABASE_URL: url ?? "", PORT: `${port}`, ADMIN_PASSWORD: PASSWORD },
        ...mail(port),
      },
      url: `http://localhost:${port}/api/ready`,
      gracefulShutdown: { signal: "SIGTERM" as const, timeout: 5000 },
    })),
  ],
});
