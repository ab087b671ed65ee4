import type { Page } from "@playwright/test";

/** Resolves after the next frame: the page has then done what it does before a frame, and what it put off until then. */
export const nextFrame = (page: Page) =>
  page.evaluate(() => new Promise<void>((next) => requestAnimationFrame(() => setTimeout(next))));
