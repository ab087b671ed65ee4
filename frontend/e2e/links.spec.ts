/** Links to polls as people, messengers and QR codes alter them. */
import { expect, test } from "@playwright/test";
import { makePoll, PAGE } from "./polls";

for (const { name, written } of [
  { name: "a slash", written: (slug: string) => `/polls/${slug}/` },
  { name: "capitals", written: (slug: string) => `/POLLS/${slug.toUpperCase()}` },
  { name: "a bracket and a full stop", written: (slug: string) => `/polls/${slug}).` },
  { name: "quotes", written: (slug: string) => `/polls/“${slug}”,` },
  { name: "a query", written: (slug: string) => `/polls/${slug}/?utm_source=mail` },
]) {
  test(
    `a link with ${name} opens the poll, at its plain address`,
    PAGE,
    async ({ page, request }) => {
      const poll = await makePoll(request);
      const answer = await page.goto(written(poll.slug));
      expect(answer?.status()).toBe(200);
      await page.getByRole("radio", { name: "Tea" }).check();
      await page.getByRole("button", { name: "Vote" }).click();
      await expect(page.getByRole("heading", { name: "Your vote is counted" })).toBeVisible();
      const { pathname, search } = new URL(page.url());
      expect(pathname).toBe(`/polls/${poll.slug}`);
      expect(search).toBe(name === "a query" ? "?utm_source=mail" : "");
    },
  );
}
