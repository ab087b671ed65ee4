// The browser of the end-to-end tests: an installed Chrome or Chromium, or else Playwright's own Chromium.
// As a script, this downloads Playwright's Chromium if necessary, and prints instructions if the browser can't start.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const INSTALLED = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

export const launchOptions = {
  executablePath: INSTALLED.find((path) => path && existsSync(path)),
  // Keeps Chromium from contacting its own services at every start.
  args: ["--disable-background-networking", "--disable-component-update", "--disable-sync"],
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!launchOptions.executablePath && !existsSync(chromium.executablePath())) {
    spawnSync("npx", ["playwright", "install", "chromium"], { stdio: "inherit" });
  }
  try {
    await (await chromium.launch(launchOptions)).close();
  } catch (error) {
    console.error(`${error}`.split("\n").slice(0, 8).join("\n"));
    console.error("\nThe end-to-end tests need Chromium, which could not be started.");
    console.error("On Debian and Ubuntu: sudo apt-get install chromium");
    console.error(
      "Elsewhere: set CHROMIUM to the path of a Chrome or Chromium, or run in frontend/:",
    );
    console.error("  npx playwright install --with-deps chromium");
    process.exit(1);
  }
}
