// Prints, as JSON, the median milliseconds until the question of the poll whose URL is the argument is painted, and
// until its ballot accepts input, for a first visit on a phone with a slow line.
import { chromium, devices } from "@playwright/test";
import { launchOptions } from "../e2e/chromium.mjs";

const RUNS = Number(process.env.RUNS ?? 5);
const BYTES_PER_SECOND = 400_000 / 8;
const LATENCY_MS = 400;
/** The slow-down of the processor in Lighthouse's mobile audit. */
const SLOW_DOWN = 4;

const url = process.argv[2];
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

const browser = await chromium.launch(launchOptions);
const painted = [];
const votable = [];
for (let run = 0; run < RUNS; run++) {
  const context = await browser.newContext({ ...devices["Pixel 7"], locale: "en" });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_SECOND,
    uploadThroughput: BYTES_PER_SECOND,
  });
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOW_DOWN });
  await page.goto(url, { waitUntil: "commit" });
  const ready = await page.waitForFunction(
    () =>
      document.querySelector("input:enabled") && !document.querySelector("[inert]")
        ? performance.now()
        : null,
    undefined,
    { polling: "raf", timeout: 60_000 },
  );
  votable.push(await ready.jsonValue());
  const [paint] = await page.evaluate(() =>
    performance.getEntriesByName("first-contentful-paint").map(({ startTime }) => startTime),
  );
  painted.push(paint);
  // The ballot that accepts input counts, too.
  await page.getByRole("radio").first().check();
  await page.getByRole("button", { name: "Vote" }).click();
  await page.getByRole("heading", { name: "Your vote is counted" }).waitFor();
  await context.close();
}
await browser.close();
console.log(JSON.stringify({ painted: median(painted), votable: median(votable) }));
