import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { defineConfig, devices } from "@playwright/test";
import { launchOptions } from "./e2e/chromium.mjs";
import { PASSWORD } from "./e2e/polls";

const PORT = 8104;
const folder = join(import.meta.dirname, "../var/pictures");
if (!process.env.TEST_WORKER_INDEX) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
const polls = join(import.meta.dirname, "../backend/.venv/bin/polls");

/** Takes pictures of every screen (`make pictures`). */
export default defineConfig({
  testDir: "e2e",
  testMatch: "pictures.ts",
  // The sample is made once per worker.
  workers: 1,
  reporter: "list",
  metadata: { folder },
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: { ...devices["Desktop Chrome"], launchOptions, baseURL: `http://localhost:${PORT}` },
  webServer: {
    command: `"${polls}" migrate && exec "${polls}" serve`,
    env: {
      DATABASE_URL: `sqlite:///${folder}/polls.sqlite3`,
      PORT: `${PORT}`,
      ADMIN_PASSWORD: PASSWORD,
      // No server listens: the pictures show what mail looks like where it is set up.
      SMTP_URL: "smtp://127.0.0.1:1",
      MAIL_FROM: "polls@example.org",
      PUBLIC_URL: `http://localhost:${PORT}`,
    },
    url: `http://localhost:${PORT}/api/ready`,
    gracefulShutdown: { signal: "SIGTERM", timeout: 5000 },
  },
});
