import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, type Page } from "@playwright/test";
import type axe from "axe-core";
import { showScheme } from "./screens";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

// In px.
const WIDTHS = [320, 1280];

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/**
 * Known defects of react-admin: it labels the span around MUI's checkbox instead of the checkbox, and leaves the header
 * of the column with the buttons that expand a row empty.
 */
const NOT_OURS = [".RaDataTable-checkbox", ".RaDataTable-expandHeader"];

/** axe's default for the rule `region`, and menus, which MUI puts at the end of the page like dialogs. */
const REGIONS = "dialog, [role=dialog], [role=alertdialog], svg, [role=menu]";

/** The findings of axe on the page and in its frames, with all rules or with those in `rules`. */
export async function findings(page: Page, rules?: string[]): Promise<string[]> {
  for (const frame of page.frames()) {
    if (!(await frame.evaluate(() => "axe" in window))) {
      await frame.evaluate(
        `${AXE}; axe.configure({ checks: [{ id: "region", options: { regionMatcher: "${REGIONS}" } }] })`,
      );
    }
  }
  const options: axe.RunOptions = { resultTypes: ["violations"] };
  if (rules) options.runOnly = { type: "rule", values: rules };
  return page.evaluate(
    async ({ exclude, options }) => {
      const { violations } = await window.axe.run({ exclude }, options);
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
      );
    },
    { exclude: NOT_OURS.map((selector) => [selector]), options },
  );
}

/** Runs axe in light and dark mode at the widths of a phone and a desktop, and looks for text that is cut off. */
export async function expectNoFindings(page: Page) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await showScheme(page, colorScheme);
      const where = `${page.url()}, ${colorScheme}, ${width} px`;
      const overflow = () => document.documentElement.scrollWidth - window.innerWidth;
      expect(await page.evaluate(overflow), where).toBeLessThanOrEqual(0);
      // Dark mode differs in its colours only.
      const rules = colorScheme === "dark" ? ["color-contrast"] : undefined;
      expect(await findings(page, rules), where).toEqual([]);
    }
  }
}
