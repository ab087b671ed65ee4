/** The states of the voter's page. `make pictures` takes pictures of each, and states.spec.ts checks each. */
import { type APIRequestContext, expect, type Page } from "@playwright/test";
import { makePoll, type Question, send, signIn } from "./polls";
import { closeAndCount, makeRoll, makeRollPoll } from "./rolls";

/** In px. */
export const WIDTHS = [320, 390, 768, 1280];
export const LANGUAGES = ["en", "de", "ar"];

export interface State {
  name: string;
  /** Brings the page, which speaks English, into the state. `staff` is not the browser of the page. */
  open: (page: Page, staff: APIRequestContext) => Promise<unknown>;
}

const LONG = "Donaudampfschifffahrtsgesellschaftskapitän ".repeat(4).trim();
const ARABIC = "أين نجتمع في نهاية الأسبوع المقبل إذا هطل المطر؟";
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
const choices = (...texts: string[]) => texts.map((choice_text) => ({ choice_text }));
const heading = (page: Page, name: string | RegExp) =>
  expect(page.getByRole("heading", { name })).toBeVisible();
const press = (page: Page, name: string) => page.getByRole("button", { name }).click();

const BUSY = { status: 503, headers: { "Retry-After": "3600" }, json: { code: "busy" } };

/** Opens a poll, and waits until its paper accepts input or its result is shown. */
async function visit(page: Page, poll: Question) {
  await page.goto(`/polls/${poll.slug}`);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[inert]")).toHaveCount(0);
}

async function vote(page: Page, poll: Question) {
  await visit(page, poll);
  await page.locator("main input").first().check();
  await press(page, "Vote");
}

async function counted(page: Page, poll: Question) {
  await vote(page, poll);
  await heading(page, "Your vote is counted");
}

/** Makes a poll, which takes any number of votes from a browser, with votes of other people. */
async function voted(
  staff: APIRequestContext,
  {
    values = {},
    votes = [0, 0, 0, 1],
  }: { values?: Parameters<typeof makePoll>[1]; votes?: number[] },
) {
  const poll = await makePoll(staff, { voter_check: "none", ...values });
  for (const index of votes) {
    const data = { choices: [poll.choices[index]?.id], receipt: crypto.randomUUID() };
    await send(staff, `/api/polls/${poll.slug}/ballots`, data);
  }
  return poll;
}

async function change(staff: APIRequestContext, poll: Question, data: object) {
  await signIn(staff);
  const response = await staff.put(`/api/admin/questions/${poll.id}`, { data });
  if (!response.ok()) throw new Error(await response.text());
}

const close = (staff: APIRequestContext, poll: Question) =>
  change(staff, poll, { closes_at: new Date().toISOString() });

/** Removes the API's answer from the page, which therefore asks the API. */
const withoutAnswer = (page: Page) =>
  page.route(
    ({ pathname }) => pathname === "/" || pathname.startsWith("/polls/"),
    async (route) => {
      const response = await route.fetch();
      const html = await response.text();
      const body = html.replace(/<script type="application\/json".*?<\/script>/s, "");
      await route.fulfill({ response, body });
    },
  );

export const STATES: State[] = [
  {
    name: "list",
    async open(page, staff) {
      await makePoll(staff, { question_text: LONG, closes_at: inHours(3) });
      await makePoll(staff, { question_text: ARABIC });
      await close(staff, await voted(staff, {}));
      await page.goto("/");
      await heading(page, "Choose a poll");
    },
  },
  {
    name: "list, found",
    async open(page, staff) {
      await makePoll(staff, { question_text: ARABIC });
      await page.goto(`/?search=${encodeURIComponent(ARABIC.slice(0, 8))}`);
      await heading(page, /match/);
    },
  },
  {
    name: "list, nothing found",
    async open(page) {
      await page.goto(`/?search=${encodeURIComponent(LONG)}-no`);
      await heading(page, /No poll matches/);
    },
  },
  {
    name: "list, empty",
    async open(page) {
      await withoutAnswer(page);
      const json = { items: [], total: 0, page: 1, size: 20, pages: 0 };
      await page.route("**/api/polls?*", (route) => route.fulfill({ json }));
      await page.goto("/");
      await heading(page, "No polls yet");
    },
  },
  {
    name: "list, not loaded",
    async open(page) {
      await withoutAnswer(page);
      await page.route("**/api/polls?*", (route) => route.abort());
      await page.goto("/");
      await heading(page, "This page did not load");
    },
  },
  {
    name: "page not found",
    async open(page) {
      await page.goto("/polls/nowhere");
      await heading(page, "Page not found");
    },
  },
  {
    name: "many visitors",
    async open(page, staff) {
      const poll = await makePoll(staff);
      await page.route("**/me", (route) => route.fulfill(BUSY));
      await page.goto(`/polls/${poll.slug}`);
      await expect(page.getByText(/opens by itself/)).toBeVisible();
    },
  },
  {
    name: "ballot",
    open: async (page, staff) => visit(page, await makePoll(staff, { closes_at: inHours(50) })),
  },
  {
    name: "ballot with long texts, and the result so far",
    async open(page, staff) {
      const values = {
        question_text: LONG,
        choices: choices(LONG, "أزرق", "Tea", ...Array.from({ length: 9 }, (_, n) => `No. ${n}`)),
        results_visibility: "always" as const,
        voting: "multiple" as const,
        max_choices: 3,
      };
      await visit(page, await voted(staff, { values, votes: [0, 0, 1, 2, 3, 3] }));
      await page.getByText("See the result so far").click();
      await page.locator("main input").nth(0).check();
      await page.locator("main input").nth(1).check();
    },
  },
  {
    name: "ballot in Arabic",
    open: async (page, staff) =>
      visit(
        page,
        await makePoll(staff, {
          question_text: ARABIC,
          choices: choices("في المكتبة", "في القاعة 12 (الطابق الثاني)", "Café Central"),
          results_visibility: "after_close",
        }),
      ),
  },
  {
    name: "ballot without a choice",
    async open(page, staff) {
      await visit(page, await makePoll(staff));
      await press(page, "Vote");
      await expect(page.getByText("Choose one first.")).toBeVisible();
    },
  },
  {
    name: "poll without choices",
    async open(page, staff) {
      await visit(page, await makePoll(staff, { choices: choices("The only choice") }));
    },
  },
  {
    name: "cookies blocked",
    async open(page, staff) {
      const me = { voted: false, cookies: false, results: null };
      await page.route("**/me", (route) => route.fulfill({ json: me }));
      await visit(page, await makePoll(staff));
      await expect(page.getByText(/Allow cookies for this site/)).toBeVisible();
    },
  },
  {
    name: "many voters",
    async open(page, staff) {
      const poll = await makePoll(staff);
      await page.route("**/ballots", (route) => route.fulfill(BUSY));
      await vote(page, poll);
      await expect(page.getByText(/Many people are voting right now/)).toBeVisible();
    },
  },
  {
    name: "ballot in an app's browser, offline",
    async open(page, staff) {
      await page.addInitScript(() => {
        const userAgent = `${navigator.userAgent} Instagram 391.1.0`;
        Object.defineProperty(navigator, "userAgent", { get: () => userAgent });
      });
      await visit(page, await makePoll(staff, { closes_at: inHours(50) }));
      await expect(page.getByText(/^You opened this inside/)).toBeVisible();
      // The catalogues of the other languages still load.
      await page.evaluate(() => {
        Object.defineProperty(navigator, "onLine", { get: () => false });
        dispatchEvent(new Event("offline"));
      });
      await page.route("**/ballots", (route) => route.abort());
      await page.getByRole("radio", { name: "Tea" }).check();
      await press(page, "Vote");
      await expect(page.getByText(/^You are offline/)).toBeVisible();
    },
  },
  {
    name: "vote without an outcome",
    async open(page, staff) {
      const json = { code: "internal_error", message: "A bug.", errors: {} };
      await page.route("**/ballots", (route) => route.fulfill({ status: 500, json }));
      await vote(page, await makePoll(staff));
      await expect(page.getByText(/cannot tell yet/)).toBeVisible();
    },
  },
  {
    name: "vote that waited past the close",
    async open(page, staff) {
      const poll = await makePoll(staff, { results_visibility: "after_close" });
      await page.route("**/ballots", (route) => route.abort());
      await vote(page, poll);
      await expect(page.getByText(/^No answer yet/)).toBeVisible();
      await close(staff, poll);
      await page.unroute("**/ballots");
      await heading(page, "Your vote came too late");
    },
  },
  {
    name: "vote counted, with its result",
    open: async (page, staff) =>
      counted(page, await voted(staff, { values: { results_visibility: "always" } })),
  },
  {
    name: "vote counted, result after the close",
    async open(page, staff) {
      const values = { results_visibility: "after_close" as const, closes_at: inHours(50) };
      await counted(page, await makePoll(staff, values));
    },
  },
  {
    name: "voted already",
    async open(page, staff) {
      const poll = await makePoll(staff);
      await counted(page, poll);
      await page.reload();
      await heading(page, "You have already voted");
    },
  },
  {
    name: "result that can't be followed",
    async open(page, staff) {
      await counted(page, await makePoll(staff));
      for (const path of ["**/stream", "**/me"]) await page.route(path, (route) => route.abort());
      await page.evaluate(() => dispatchEvent(new Event("online")));
      await expect(page.getByText("Reconnecting …")).toBeVisible();
    },
  },
  {
    name: "poll that was changed",
    async open(page, staff) {
      const poll = await makePoll(staff);
      await visit(page, poll);
      await page.getByRole("radio", { name: "Tea" }).check();
      const data = { question_text: "What do you eat?", voting: "multiple", max_choices: 2 };
      await change(staff, poll, data);
      await press(page, "Vote");
      await expect(page.getByText(/^The question was “/)).toBeVisible();
    },
  },
  {
    name: "poll that is gone",
    async open(page, staff) {
      const poll = await makePoll(staff);
      await visit(page, poll);
      await page.getByRole("radio", { name: "Tea" }).check();
      await staff.delete(`/api/admin/questions/${poll.id}`);
      await press(page, "Vote");
      await heading(page, "This poll is no longer available");
    },
  },
  {
    name: "closed poll with its result, and a correction",
    async open(page, staff) {
      const poll = await voted(staff, { values: { question_text: "What shall we drnk?" } });
      await signIn(staff);
      const data = { question_text: "What shall we drink?" };
      await send(staff, `/api/admin/questions/${poll.id}/correct`, data);
      await close(staff, poll);
      await visit(page, poll);
      await heading(page, "All votes");
    },
  },
  {
    name: "closed poll without votes",
    async open(page, staff) {
      const poll = await makePoll(staff);
      await close(staff, poll);
      await visit(page, poll);
    },
  },
  {
    name: "closed poll, result for staff",
    async open(page, staff) {
      const poll = await voted(staff, { values: { results_visibility: "staff" } });
      await close(staff, poll);
      await visit(page, poll);
      await expect(page.getByText(/^The result goes to/)).toBeVisible();
    },
  },
  {
    name: "receipt found in a counted list",
    async open(page, staff) {
      const poll = await makePoll(staff);
      await counted(page, poll);
      const receipt = `${await page.locator(".receipt code").textContent()}`;
      await close(staff, poll);
      await heading(page, "All votes");
      await page.getByRole("textbox", { name: "Receipt" }).fill(receipt);
      await press(page, "Look up");
      await expect(page.getByText("Line 1 of 1")).toBeVisible();
      await press(page, "Count all votes again");
      await expect(page.getByText(/^Counted again/)).toBeVisible();
    },
  },
  {
    name: "receipt refused",
    async open(page, staff) {
      await visit(page, await makePoll(staff));
      await page.getByText("Look up a vote").click();
      await page.getByRole("textbox", { name: "Receipt" }).fill("my receipt");
      await press(page, "Look up");
      await expect(page.getByText(/^A receipt looks like/)).toBeVisible();
    },
  },
  {
    name: "share",
    async open(page, staff) {
      await visit(page, await makePoll(staff));
      await page.getByText("Share this poll").click();
      const image = page.getByRole("img", { name: "QR code of the link" });
      await expect(image).toHaveJSProperty("complete", true);
    },
  },
  {
    name: "presented poll with long texts",
    async open(page, staff) {
      const values = {
        question_text: LONG,
        choices: choices(LONG, "أزرق", "Tea", ...Array.from({ length: 9 }, (_, n) => `No. ${n}`)),
        voting: "multiple" as const,
      };
      const { slug } = await voted(staff, { values, votes: [0, 0, 1, 2, 3, 3] });
      await page.goto(`/polls/${slug}/present`);
      await expect(page.getByRole("list", { name: "Result" })).toBeVisible();
    },
  },
  {
    name: "presented poll, about to be revealed",
    async open(page, staff) {
      const values = { results_visibility: "after_close" as const, closes_at: inHours(50) };
      const { slug } = await makePoll(staff, values);
      await signIn(page.request);
      await page.goto(`/polls/${slug}/present`);
      await press(page, "Show the result R");
      await expect(page.getByRole("dialog")).toBeVisible();
    },
  },
  {
    name: "presented poll, closed",
    async open(page, staff) {
      const poll = await voted(staff, { values: { question_text: ARABIC } });
      await close(staff, poll);
      await page.goto(`/polls/${poll.slug}/present`);
      await expect(page.getByRole("list", { name: "Result" })).toBeVisible();
    },
  },
  {
    name: "code",
    async open(page) {
      await page.goto("/vote");
      await heading(page, "Enter your code");
    },
  },
  {
    name: "code refused",
    async open(page) {
      await page.goto("/vote#abcd-efgh-jkmn");
      await expect(page.getByText(/^This code does not open any vote/)).toBeVisible();
    },
  },
  {
    name: "polls of a code",
    async open(page, staff) {
      const roll = await makeRoll(staff, 1, `חברי העמותה ${crypto.randomUUID().slice(0, 4)}`);
      await makeRollPoll(staff, roll, { question_text: LONG, closes_at: inHours(50) });
      const closed = await makeRollPoll(staff, roll, { question_text: ARABIC });
      await closeAndCount(staff, closed);
      await makeRollPoll(staff, roll, { question_text: "Not yet", pub_date: inHours(24) });
      await page.goto(`/vote#${roll.codes[0]}`);
      await heading(page, "Closed");
    },
  },
  {
    name: "no polls of a code",
    async open(page, staff) {
      const roll = await makeRoll(staff, 1);
      await page.goto(`/vote#${roll.codes[0]}`);
      await expect(page.getByText(/^There are no polls for your code yet/)).toBeVisible();
    },
  },
  {
    name: "ballot that needs a code",
    async open(page, staff) {
      const [roll, other] = [await makeRoll(staff, 1), await makeRoll(staff, 1)];
      await staff.put(`/api/admin/rolls/${roll.id}`, { data: { public_turnout: true } });
      const poll = await makeRollPoll(staff, roll);
      await page.goto(`/polls/${poll.slug}`);
      await page.getByRole("textbox", { name: "Code" }).fill(`${other.codes[0]}`);
      await press(page, "Continue");
      await expect(page.getByRole("alert")).toBeVisible();
    },
  },
  {
    name: "vote with a code",
    async open(page, staff) {
      const roll = await makeRoll(staff, 1);
      const poll = await makeRollPoll(staff, roll);
      await page.goto(`/vote#${roll.codes[0]}`);
      await page.getByRole("link", { name: poll.question_text }).click();
      await page.getByRole("radio", { name: "Tea" }).check();
      await press(page, "Vote");
      await heading(page, "Your vote is counted");
    },
  },
];
