/** Polls in frames on other sites, in a browser that blocks third-party cookies. Every site has https and a name of its own. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BrowserContext, test as base, chromium, expect, type Page } from "@playwright/test";
import { embedSnippet } from "../src/admin/questions/page/embedSnippet";
import { launchOptions } from "./chromium.mjs";
import { makePoll, PAGE } from "./polls";
import { FIND_SITES, Sites } from "./sites";

// Values of Chromium's preferences.
const BLOCK_THIRD_PARTY = { cookie_controls_mode: 1, block_third_party_cookies: true };
const BLOCK_ALL = { default_content_setting_values: { cookies: 2 } };

const test = base.extend<{ cookies: object; visitor: BrowserContext; sites: Sites }>({
  cookies: [BLOCK_THIRD_PARTY, { option: true }],
  visitor: async ({ cookies }, use, info) => {
    const profile = info.outputPath("profile");
    mkdirSync(join(profile, "Default"), { recursive: true });
    writeFileSync(join(profile, "Default", "Preferences"), JSON.stringify({ profile: cookies }));
    const context = await chromium.launchPersistentContext(profile, {
      ...launchOptions,
      args: [...launchOptions.args, FIND_SITES],
      ignoreHTTPSErrors: true,
    });
    await use(context);
    await context.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern
  sites: async ({}, use, info) => {
    const sites = new Sites(info.project.metadata.port);
    await sites.open();
    await use(sites);
    sites.close();
  },
});

const pollIn = (page: Page) => page.frameLocator("iframe");

async function vote(page: Page, choice: string) {
  await pollIn(page).getByRole("radio", { name: choice }).check();
  await pollIn(page).getByRole("button", { name: "Vote" }).click();
  await expect(
    pollIn(page).getByRole("heading", { name: "Your vote is counted" }),
  ).toBeInViewport();
}

/** The heights of the page in the frame, at many widths. */
const heightsOf = (page: Page) =>
  pollIn(page)
    .locator(":root")
    .evaluate((root: HTMLElement) =>
      Array.from({ length: 100 }, (_, step) => {
        document.body.style.inlineSize = `${300 + step}px`;
        return root.offsetHeight;
      }),
    );

test(
  "a poll on two other sites takes one vote on each",
  PAGE,
  async ({ visitor, sites, request }) => {
    const choices = ["Tea from the garden", "Coffee from the machine", "Water"];
    const poll = await makePoll(request, {
      results_visibility: "after_vote",
      choices: choices.map((choice_text) => ({ choice_text })),
    });
    const snippet = embedSnippet(sites.at("polls"), poll.slug, poll.question_text);
    for (const name of ["news", "blog"]) {
      sites.pages.set(`${name}.example`, `<!doctype html><title>${name}</title>${snippet}`);
    }
    const news = await visitor.newPage();
    await news.goto(sites.at("news"));
    await vote(news, "Tea");

    await test.step("the browser blocks other third-party cookies", async () => {
      const ask = () => fetch("/cookies").then((response) => response.text());
      const sent = () => pollIn(news).locator(":root").evaluate(ask);
      await sent();
      expect(await sent()).toBe("partitioned=1");
    });

    const blog = await visitor.newPage();
    await test.step("another site has a vote of its own", async () => {
      await blog.goto(sites.at("blog"));
      await vote(blog, "Coffee");
      await expect(pollIn(blog).getByText("So far: 2 votes")).toBeVisible();
      await expect(pollIn(news).getByText("So far: 2 votes")).toBeVisible();
    });

    await test.step("the height of the frame does not tell the choice", async () => {
      // Only right after the vote, the frame marks the voter's choice.
      await expect(pollIn(news).getByText("So far: 2 votes")).toBeVisible();
      const heights = await heightsOf(news);
      expect(await heightsOf(blog)).toEqual(heights);
      expect(new Set(heights).size).toBeGreaterThan(1);
    });

    await test.step("a reload finds the vote, and the live result", async () => {
      await news.reload();
      await expect(
        pollIn(news).getByRole("heading", { name: "You have already voted" }),
      ).toBeVisible();
      await expect(pollIn(news).getByText("So far: 2 votes")).toBeVisible();
    });

    await test.step("the frame is as tall as its content, also one that is added later", async () => {
      await news.evaluate(() => {
        const frame = document.querySelector("iframe");
        if (frame) document.body.append(frame.cloneNode());
        postMessage({ type: "polls:height", height: 3 }, "*"); // another origin's
      });
      for (const frame of await news.locator("iframe").all()) {
        const content = frame.contentFrame().locator(":root");
        await expect(content.getByText("Your vote from this browser was counted.")).toBeVisible();
        const missing = async () => {
          const { height = 0 } = (await frame.boundingBox()) ?? {};
          return (await content.evaluate((root: HTMLElement) => root.offsetHeight)) - height;
        };
        await expect.poll(missing).toBe(0);
      }
      await news
        .locator("iframe")
        .last()
        .evaluate((frame) => frame.remove());
    });

    await test.step("so does the poll's own page, which the frame leads to", async () => {
      const [own] = await Promise.all([
        visitor.waitForEvent("page"),
        pollIn(blog).getByRole("link", { name: "Open in its own tab" }).click(),
      ]);
      await expect(own).toHaveURL(`${sites.at("polls")}/polls/${poll.slug}`);
      await own.getByRole("radio", { name: "Water" }).check();
      await own.getByRole("button", { name: "Vote" }).click();
      await expect(own.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
      await expect(pollIn(blog).getByText("So far: 3 votes")).toBeVisible();
    });
  },
);

test("nothing else can be framed", PAGE, async ({ visitor, sites, request }) => {
  const poll = await makePoll(request);
  const own = `/polls/${poll.slug}`;
  const paths = ["/", own, `${own}/present`, "/vote", "/admin", `/preview/${poll.id}`, "/api/docs"];
  const frames = [...paths, `/api${own}`, "/favicon.svg", `${own.toUpperCase()}/EMBED/`].map(
    (path) => `<iframe src="${sites.at("polls")}${path}"></iframe>`,
  );
  sites.pages.set("news.example", `<!doctype html><title>news</title>${frames.join("")}`);
  const page = await visitor.newPage();
  await page.goto(sites.at("news"));
  const addresses = page
    .frames()
    .slice(1)
    .map((frame) => frame.url());
  const refused = Array.from({ length: frames.length - 1 }, () => "chrome-error://chromewebdata/");
  expect(addresses.sort()).toEqual([...refused, `${sites.at("polls")}${own}/embed`]);
});

test.describe("without any cookies", () => {
  test.use({ cookies: BLOCK_ALL });

  test("the frame says so, and leads to the poll", PAGE, async ({ visitor, sites, request }) => {
    const poll = await makePoll(request);
    const snippet = embedSnippet(sites.at("polls"), poll.slug, poll.question_text);
    sites.pages.set("news.example", `<!doctype html><title>news</title>${snippet}`);
    const page = await visitor.newPage();
    await page.goto(sites.at("news"));
    await expect(pollIn(page).getByRole("alert")).toContainText("blocks it inside other pages");
    await expect(pollIn(page).getByRole("radio", { name: "Tea" })).toBeDisabled();
    await expect(pollIn(page).getByRole("button", { name: "Vote" })).toHaveCount(0);
    await expect(pollIn(page).getByRole("link", { name: "Open the poll" })).toHaveAttribute(
      "href",
      `${sites.at("polls")}/polls/${poll.slug}`,
    );
    const results = await request.get(`/api/polls/${poll.slug}/results`);
    expect((await results.json()).ballots).toBe(0);
  });
});

test(
  "without https, the page for frames takes no vote",
  PAGE,
  async ({ visitor, request }, info) => {
    const poll = await makePoll(request, { voter_check: "none" });
    const page = await visitor.newPage();
    await page.goto(`http://polls.example:${info.project.metadata.port}/polls/${poll.slug}/embed`);
    await expect(page.getByRole("alert")).toContainText("over https only");
    await expect(page.getByRole("button", { name: "Vote" })).toHaveCount(0);
  },
);
