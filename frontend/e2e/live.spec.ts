/** Live results, also across lost connections. */
import { type Browser, expect, type Page, test } from "@playwright/test";
import { nextFrame } from "./nextFrame";
import { makePoll, PAGE } from "./polls";
import { Line, Server } from "./server";

/** Open the ballot paper in a new browser context. */
async function newVoter(browser: Browser, address: string) {
  const page = await (await browser.newContext()).newPage();
  await page.goto(address);
  await expect(page.getByRole("button", { name: "Vote" })).toBeVisible();
  return page;
}

async function vote(page: Page, choice: string) {
  await page.getByRole("radio", { name: choice }).check();
  await page.getByRole("button", { name: "Vote" }).click();
}

const counted = (page: Page) =>
  expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
const askForResult = (page: Page) => page.getByText("See the result so far").click();
const bar = (page: Page, choice: string) => page.getByRole("listitem").filter({ hasText: choice });

/** The time at which the bar of `choice` gets the width of `share`, in ms since the epoch. */
const movedAt = (page: Page, choice: string, share: string) =>
  bar(page, choice).evaluate(
    (element, share) =>
      new Promise<number>((resolve) => {
        const look = () => element.style.backgroundSize.startsWith(share) && resolve(Date.now());
        new MutationObserver(look).observe(element, { attributes: true });
        look();
      }),
    share,
  );

/** Vote, and return the time at which the response had arrived, in ms since the epoch. */
async function answeredAt(page: Page, choice: string) {
  const coming = page.waitForResponse("**/ballots");
  await vote(page, choice);
  const response = await coming;
  await response.finished();
  const { startTime, responseEnd } = response.request().timing();
  return startTime + responseEnd;
}

test("three browsers on one poll move together, through a lost connection and a restart", async ({
  browser,
  request,
}, { project }) => {
  const poll = await makePoll(request);
  const { port, url } = project.metadata;
  const server = new Server(port + 10, url);
  const line = new Line(port + 20, port + 10);
  const open = (port: number) => newVoter(browser, `http://localhost:${port}/polls/${poll.slug}`);
  await server.start();
  await line.join();
  try {
    const [first, second, third] = [
      await open(port + 10),
      await open(port + 20),
      await open(port + 10),
    ];
    const all = [first, second, third];
    for (const page of all) await page.evaluate(() => Object.assign(window, { stayed: true }));

    await askForResult(second);
    await askForResult(third);
    const moved = [second, third].map((page) => movedAt(page, "Tea", "100%"));
    const answered = await answeredAt(first, "Tea");
    for (const at of await Promise.all(moved)) expect(at - answered).toBeLessThan(1000);

    line.cut();
    const movedFirst = movedAt(first, "Coffee", "50%");
    const answeredThird = await answeredAt(third, "Coffee");
    expect((await movedFirst) - answeredThird).toBeLessThan(1000);
    await expect(second.getByText("Reconnecting …")).toBeVisible();
    await expect(bar(second, "Tea")).toContainText("100%");
    await line.join();
    await expect(bar(second, "Tea")).toContainText("50%");
    await expect(second.getByText("Reconnecting …")).toHaveCount(0);

    await server.stop();
    await vote(second, "Tea");
    await expect(second.getByText(/No answer yet/)).toBeVisible();
    await server.start();
    await counted(second);
    for (const page of all) {
      await expect(bar(page, "Tea")).toContainText("67%2 votes");
      await expect(page.getByText("Reconnecting …")).toHaveCount(0);
      await expect(page.getByRole("alert")).toHaveCount(0);
      expect(await page.evaluate(() => "stayed" in window)).toBe(true);
    }
  } finally {
    line.cut();
    await server.stop();
  }
});

test("a close ends in the result, and a page that voted before follows up to it", async ({
  browser,
  request,
}) => {
  const poll = await makePoll(request);
  const address = `/polls/${poll.slug}`;
  const voter = await newVoter(browser, address);
  const undecided = await newVoter(browser, address);
  await vote(voter, "Tea");
  await counted(voter);
  await voter.reload();
  await expect(voter.getByText("So far: 1 vote")).toBeVisible();
  await askForResult(undecided);
  await expect(undecided.getByText("So far: 1 vote")).toBeVisible();

  const data = { closes_at: new Date().toISOString() };
  await request.put(`/api/admin/questions/${poll.id}`, { data });

  for (const page of [voter, undecided]) {
    await expect(page.getByText("Result: 1 vote")).toBeVisible();
    await expect(page.getByText("Reconnecting …")).toHaveCount(0);
  }
  await expect(undecided.getByRole("heading", { name: "This poll is closed" })).toBeVisible();
});

test("who waits for the close sees the result then", PAGE, async ({ page, request }) => {
  const closes_at = new Date(Date.now() + 3_600_000).toISOString();
  const poll = await makePoll(request, { closes_at, results_visibility: "after_close" });
  await page.clock.install();
  await page.goto(`/polls/${poll.slug}`);
  await vote(page, "Tea");
  await counted(page);
  await expect(page.getByText(/shown after the poll closes/)).toBeVisible();

  const data = { closes_at: new Date().toISOString() };
  await request.put(`/api/admin/questions/${poll.id}`, { data });
  await page.clock.fastForward(3_605_000);

  await expect(page.getByText("Result: 1 vote")).toBeVisible();
  await counted(page);
});

test("who has not voted sees the result after the close, where voters saw it before", async ({
  browser,
  request,
}) => {
  const closes_at = new Date(Date.now() + 3_600_000).toISOString();
  const poll = await makePoll(request, { closes_at, results_visibility: "after_vote" });
  const address = `/polls/${poll.slug}`;
  const voter = await newVoter(browser, address);
  const undecided = await (await browser.newContext()).newPage();
  await undecided.clock.install();
  await undecided.goto(address);
  await vote(voter, "Tea");
  await expect(voter.getByText("So far: 1 vote")).toBeVisible();
  await expect(undecided.getByText(/everyone sees it after the poll closes/)).toBeVisible();
  await expect(undecided.getByText("See the result so far")).toHaveCount(0);
  // The paper that the page brings along says the same, and waits for nothing.
  await expect(undecided.locator("[inert]")).toHaveCount(0);
  await nextFrame(undecided);

  const data = { closes_at: new Date().toISOString() };
  await request.put(`/api/admin/questions/${poll.id}`, { data });
  await undecided.clock.fastForward(3_605_000);

  await expect(undecided.getByText("Result: 1 vote")).toBeVisible();
  await expect(voter.getByText("Result: 1 vote")).toBeVisible();
  await expect(undecided.getByRole("heading", { name: "All votes" })).toBeVisible();
});

test("a result that is hidden while people watch goes, and the page says when it is shown", async ({
  browser,
  request,
}) => {
  const poll = await makePoll(request);
  const page = await newVoter(browser, `/polls/${poll.slug}`);
  await vote(page, "Tea");
  await counted(page);
  await expect(bar(page, "Tea")).toBeVisible();

  const data = { results_visibility: "staff" };
  await request.put(`/api/admin/questions/${poll.id}`, { data });

  await expect(page.getByText("The result goes to the people who run this poll.")).toBeVisible();
  await expect(page.getByRole("list", { name: "Result" })).toHaveCount(0);
  await counted(page);
});

test(
  "where streams do not get through, the result moves all the same",
  PAGE,
  async ({ browser, request }) => {
    const poll = await makePoll(request);
    const address = `/polls/${poll.slug}`;
    const page = await newVoter(browser, address);
    await page.route("**/stream", (route) => route.fulfill({ status: 503 }));
    await vote(page, "Tea");
    await counted(page);

    await vote(await newVoter(browser, address), "Coffee");

    await expect(bar(page, "Coffee")).toContainText("50%");
  },
);

test("no row moves while the figures grow", PAGE, async ({ browser, request }) => {
  const poll = await makePoll(request);
  const page = await newVoter(browser, `/polls/${poll.slug}`);
  await askForResult(page);
  await expect(bar(page, "Tea")).toBeVisible();
  const texts = page.getByRole("list", { name: "Result" }).locator(".text");
  const places = () =>
    texts.evaluateAll((all) =>
      all.map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [x, y, width, height].map(Math.round);
      }),
    );
  const before = await places();
  const [tea] = poll.choices;
  const address = new URL(`/api/polls/${poll.slug}/ballots`, page.url());
  // Without a cookie, each request is from a new voter.
  const cast = () =>
    fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ choices: [tea?.id], receipt: crypto.randomUUID() }),
    });
  let ballots = 0;
  for (const more of [9, 1, 90]) {
    await Promise.all(Array.from({ length: more }, cast));
    ballots += more;
    await expect(page.getByText(`So far: ${ballots} votes`)).toBeVisible();
    expect(await places()).toEqual(before);
  }
  // Screen readers are told by themselves, at first at once.
  await expect(page.getByText(/^Result updated: \d+ votes?$/)).toHaveCount(1);
});
