import { expect, type Page } from "@playwright/test";
import { signInAs } from "./accounts";
import { nextFrame } from "./nextFrame";
import { signIn } from "./polls";
import type { Sample } from "./sample";

/** A screen of the dashboard to look at. `make pictures` takes its pictures, and accessibility.spec.ts checks it. */
export interface Screen {
  name: string;
  path: string | ((sample: Sample) => string);
  /** The role of the user. The default is admin. */
  as?: "viewer" | "nobody";
  language?: "fr";
  /** Pretend that there are no polls and no rolls. */
  empty?: boolean;
  /** Runs on the screen first, for example to open a dialog. */
  act?: (page: Page) => Promise<unknown>;
}

const press = (name: string | RegExp) => (page: Page) =>
  page.getByRole("button", { name }).first().click();
const list = (filter: object) => `/admin/questions?filter=${JSON.stringify(filter)}`;

/** One a line. */
export const DASHBOARD: Screen[] = [
  { name: "sign-in", path: "/admin", as: "nobody" },
  { name: "sign-in refused", path: "/admin", as: "nobody", act: refuseSignIn },
  { name: "home", path: "/admin" },
  { name: "home in French", path: "/admin", language: "fr" },
  { name: "home of a viewer", path: "/admin", as: "viewer" },
  { name: "home of a fresh installation", path: "/admin", empty: true },
  { name: "polls", path: "/admin/questions" },
  { name: "polls, none yet", path: "/admin/questions", empty: true },
  { name: "polls, filtered", path: list({ status: "closed" }) },
  { name: "polls, nothing found", path: list({ q: "a needle in a haystack" }) },
  { name: "polls, selected", path: "/admin/questions", act: selectFirst },
  { name: "poll, new", path: "/admin/questions/create" },
  { name: "poll, new, refused", path: "/admin/questions/create", act: refuseQuestion },
  { name: "poll, new in French", path: "/admin/questions/create", language: "fr" },
  { name: "poll, edit", path: ({ untouched }) => `/admin/questions/${untouched.id}` },
  { name: "poll, edit with votes", path: ({ open }) => `/admin/questions/${open.id}` },
  { name: "poll, open", path: ({ open }) => `/admin/questions/${open.id}/show` },
  { name: "poll, hidden result", path: ({ hidden }) => `/admin/questions/${hidden.id}/show` },
  { name: "poll, closed", path: ({ closed }) => `/admin/questions/${closed.id}/show` },
  { name: "poll, archived", path: ({ archived }) => `/admin/questions/${archived.id}/show` },
  { name: "poll, draft", path: ({ draft }) => `/admin/questions/${draft.id}/show` },
  { name: "poll, deleted", path: "/admin/questions/999999999/show" },
  {
    name: "poll, delete",
    path: ({ open }) => `/admin/questions/${open.id}/show`,
    act: askToDelete,
  },
  {
    name: "poll, History",
    path: ({ open }) => `/admin/questions/${open.id}/show`,
    act: openHistory,
  },
  {
    name: "poll, Preview",
    path: ({ open }) => `/admin/questions/${open.id}/show`,
    act: openPreview,
  },
  ...["QR code", "Correct…", "Reset…"].map((name) => ({
    name: `poll, ${name}`,
    path: ({ open }: Sample) => `/admin/questions/${open.id}/show`,
    act: press(name),
  })),
  { name: "poll, Embed", path: ({ open }) => `/admin/questions/${open.id}/show`, act: openEmbed },
  { name: "polls, export", path: "/admin/questions", act: press("Export") },
  { name: "polls, import", path: "/admin/questions", act: press("Import") },
  { name: "poll, for a roll", path: ({ ofRoll }) => `/admin/questions/${ofRoll.id}/show` },
  { name: "poll, edit for a roll", path: ({ ofRoll }) => `/admin/questions/${ofRoll.id}` },
  { name: "poll, new for a roll", path: "/admin/questions/create", act: chooseRoll },
  { name: "rolls", path: "/admin/rolls" },
  { name: "rolls, none yet", path: "/admin/rolls", empty: true },
  { name: "roll, new", path: "/admin/rolls/create" },
  { name: "roll", path: ({ roll }) => `/admin/rolls/${roll.id}/show` },
  { name: "roll in French", path: ({ roll }) => `/admin/rolls/${roll.id}/show`, language: "fr" },
  { name: "roll of a viewer", path: ({ roll }) => `/admin/rolls/${roll.id}/show`, as: "viewer" },
  { name: "roll without people", path: ({ emptyRoll }) => `/admin/rolls/${emptyRoll.id}/show` },
  {
    name: "roll, delete refused",
    path: ({ roll }) => `/admin/rolls/${roll.id}/show`,
    act: refuseDelete,
  },
  {
    name: "roll, codes",
    path: ({ emptyRoll }) => `/admin/rolls/${emptyRoll.id}/show`,
    act: makeCodes,
  },
  { name: "roll, import", path: ({ roll }) => `/admin/rolls/${roll.id}/show`, act: refuseImport },
  { name: "roll, revoke", path: ({ roll }) => `/admin/rolls/${roll.id}/show`, act: askToRevoke },
  {
    name: "person, History",
    path: ({ person }) => `/admin/voters/${person.id}`,
    act: openHistory,
  },
  { name: "roll, sheet", path: ({ roll }) => `/admin/rolls/${roll.id}/sheet` },
  {
    name: "roll, sheet in Arabic",
    path: ({ roll }) => `/admin/rolls/${roll.id}/sheet`,
    act: chooseArabic,
  },
  {
    name: "roll, empty sheet",
    path: ({ roll }) => `/admin/rolls/${roll.id}/sheet`,
    act: showEmptySheet,
  },
  {
    name: "roll, invite",
    path: ({ roll }) => `/admin/rolls/${roll.id}/show`,
    act: press("Invite…"),
  },
  {
    name: "roll, invite, preview",
    path: ({ roll }) => `/admin/rolls/${roll.id}/show`,
    act: previewInvitation,
  },
  {
    name: "roll, invite in Arabic",
    path: ({ roll }) => `/admin/rolls/${roll.id}/show`,
    act: inviteInArabic,
  },
  { name: "roll, mail", path: ({ roll }) => `/admin/rolls/${roll.id}/show`, act: showMail },
  { name: "person, new", path: "/admin/voters/create" },
  { name: "person", path: ({ person }) => `/admin/voters/${person.id}` },
  {
    name: "person, new code",
    path: ({ person }) => `/admin/voters/${person.id}`,
    act: replaceCode,
  },
  { name: "changes", path: "/admin/changes" },
  { name: "changes, deleted", path: "/admin/changes/deleted" },
  { name: "users", path: "/admin/users" },
  { name: "user, new", path: "/admin/users/create" },
  { name: "user, edit", path: ({ editor }) => `/admin/users/${editor.id}` },
  { name: "account", path: "/admin/account" },
  { name: "menu of the account", path: "/admin", act: openAccountMenu },
];

async function refuseSignIn(page: Page) {
  await page.getByLabel("Username").fill("admin");
  await page.getByLabel("Password").fill("wrong horse");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert")).not.toBeEmpty();
}

async function refuseQuestion(page: Page) {
  await page.getByRole("textbox", { name: "Question" }).fill("Which day?");
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page.getByText("Not saved.")).toBeVisible();
}

const isPhone = (page: Page) => (page.viewportSize()?.width ?? 0) < 600;

async function openAccountMenu(page: Page) {
  // The button becomes another one once the user's name is known, which a wide screen shows.
  if (!isPhone(page))
    await expect(page.getByRole("button", { name: "Account" })).toHaveText("admin");
  await press("Account")(page);
}

async function askToDelete(page: Page) {
  if (!isPhone(page)) return press("Delete")(page);
  await press("Actions")(page);
  await page.getByRole("menuitem", { name: "Delete" }).click();
}

async function refuseDelete(page: Page) {
  await askToDelete(page);
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText(/^A poll uses this roll/)).toBeVisible();
}

async function chooseRoll(page: Page) {
  await page.getByRole("radio", { name: "Once per person on a roll" }).check();
  await page.getByRole("combobox", { name: "Roll" }).click();
  await page
    .getByRole("option", { name: /^Board/ })
    .first()
    .click();
}

async function refuseImport(page: Page) {
  await press("Import")(page);
  const cells = "name\tnumber\temail\nCem\t2001\tcem@example.org\nDana\t2002\tdana";
  await page.getByRole("textbox", { name: "Or paste cells" }).fill(cells);
  await press("Continue")(page);
  await expect(page.getByRole("table", { name: "What to correct" })).toBeVisible();
}

async function askToRevoke(page: Page) {
  if (isPhone(page)) return;
  // The roll has actions of its own.
  const people = page.getByRole("region", { name: "People" });
  await people.getByRole("row").getByRole("checkbox").first().check();
  await people.getByRole("button", { name: "Actions" }).click();
  await page.getByRole("menuitem", { name: "Revoke" }).click();
  await expect(page.getByRole("dialog")).toContainText("people?");
}

async function makeCodes(page: Page) {
  await press("Make anonymous codes…")(page);
  await page.getByRole("spinbutton", { name: "How many" }).fill("30");
  await press("Make 30 codes")(page);
  await expect(page.getByRole("dialog", { name: "30 codes" })).toBeVisible();
}

async function showEmptySheet(page: Page) {
  await page.route("**/cards?*", (route) => route.fulfill({ json: [] }));
  await page.reload();
  await expect(page.getByText("Everyone has an address")).toBeVisible();
}

async function previewInvitation(page: Page) {
  await press("Invite…")(page);
  await press("Preview")(page);
  await expect(page.frameLocator("iframe").getByText("Hello")).toBeVisible();
}

async function chooseArabic(page: Page) {
  await page.getByRole("combobox", { name: "Language" }).click();
  await page.getByRole("option", { name: "العربية" }).click();
}

async function inviteInArabic(page: Page) {
  await press("Invite…")(page);
  await chooseArabic(page);
}

/** Pretend that a mailing is being sent, and that the mail server has a problem. */
async function showMail(page: Page) {
  const mail = { is_set_up: true, error: "Connection to mail.example.org timed out" };
  const mailing = {
    stopped_at: null,
    voter_id: null,
    people: 25_000,
    created_at: "2026-03-01T09:00Z",
  };
  const mailings = [
    { ...mailing, id: 3, kind: "reminder", left: 23_760 },
    { ...mailing, id: 2, kind: "invitation", left: 0, stopped_at: "2026-03-01T09:10Z" },
    { ...mailing, id: 1, kind: "invitation", left: 0, people: 12 },
  ];
  const headers = { "Content-Range": "rows 0-2/3" };
  await page.route("**/api/admin/mail", (route) => route.fulfill({ json: mail }));
  await page.route(/mailings\?/, (route) => route.fulfill({ json: mailings, headers }));
  await page.route(/voters\?.*refused/, (route) => route.fulfill({ json: [{ id: 1 }], headers }));
  await page.reload();
  await expect(page.getByText("1,240 of 25,000 handled")).toBeVisible();
  await expect(page.getByText(/^3 addresses were refused/)).toBeVisible();
}

async function replaceCode(page: Page) {
  await press("Replace code…")(page);
  await press("Replace code")(page);
  await expect(page.getByRole("dialog", { name: "The new code" })).toBeVisible();
}

async function openHistory(page: Page) {
  await press("History")(page);
  await expect(page.getByText(/^Created by/)).toBeVisible();
}

/** The HTML to copy, as if the installation had https. */
async function openEmbed(page: Page) {
  const json = { public_url: "https://polls.example.org" };
  await page.route("**/api/site", (route) => route.fulfill({ json }));
  await page.reload();
  await press("Embed")(page);
  await expect(page.getByRole("textbox", { name: "HTML" })).toBeVisible();
}

async function openPreview(page: Page) {
  await press("Preview")(page);
  await expect(page.frameLocator("iframe").getByRole("heading", { level: 1 })).toBeVisible();
}

/** A narrow screen has cards, which can't be selected. */
async function selectFirst(page: Page) {
  if (isPhone(page)) return;
  const boxes = page.getByRole("row").getByRole("checkbox");
  await boxes.nth(1).check();
  await boxes.nth(2).check();
}

/** Open a screen, and wait until it is complete. The page may have shown another screen before. */
export async function openScreen(page: Page, screen: Screen, sample: Sample) {
  await page.unrouteAll();
  await page.context().clearCookies();
  // A document without scripts, which could change the storage meanwhile.
  await page.goto("/favicon.svg");
  await page.evaluate((language) => {
    localStorage.clear();
    if (language) localStorage.setItem("RaStore.locale", JSON.stringify(language));
  }, screen.language);
  if (screen.as === "viewer") await signInAs(page.request, sample.viewer);
  else if (!screen.as) await signIn(page.request);
  if (screen.empty)
    await page.route(/\/api\/admin\/(questions|rolls)\?/, (route) =>
      route.fulfill({ json: [], headers: { "Content-Range": "questions */0" } }),
    );
  await page.goto(typeof screen.path === "string" ? screen.path : screen.path(sample));
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await settle(page);
  await screen.act?.(page);
  await settle(page);
}

/** Show the light or the dark scheme, and wait until no colour is changing any more. */
export async function showScheme(page: Page, colorScheme: "light" | "dark") {
  await page.emulateMedia({ colorScheme });
  // The dashboard changes its theme in the frame after.
  await nextFrame(page);
  await page.evaluate(() => {
    for (const change of document.getAnimations())
      if (change instanceof CSSTransition) change.finish();
  });
  // The preview of a poll is loaded again in the other theme.
  if ((await page.locator("iframe[src^='/preview/']").count()) > 0) {
    const heading = page.frameLocator("iframe").locator(`[data-scheme=${colorScheme}] h1`);
    await expect(heading).toBeVisible();
  }
}

/** Wait until nothing is loading any more. A bar with a value shows how far a mailing has come. */
async function settle(page: Page) {
  await expect(page.locator("[role=progressbar]:not([aria-valuenow])")).toHaveCount(0);
  await expect(page.locator(".MuiSkeleton-root")).toHaveCount(0);
}
