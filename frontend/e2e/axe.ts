import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { showScheme } from "./screens";

// In px.
const WIDTHS = [320, 1280];

/**
 * Known defects of react-admin: it labels the span around MUI's checkbox instead of the checkbox, and leaves the header
 * of the column with the buttons that expand a row empty.
 */
const NOT_OURS = ".RaDataTable-checkbox, .RaDataTable-expandHeader";

const OPTIONS = {
  resultTypes: ["violations" as const],
  // axe's default, and menus, which MUI puts at the end of the page like dialogs.
  checks: {
    region: {
      options: { regionMatcher: "dialog, [role=dialog], [role=alertdialog], svg, [role=menu]" },
    },
  },
};

/** Runs axe in light and dark mode at the widths of a phone and a desktop, and looks for text that is cut off. */
export async function expectNoFindings(page: Page) {
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const colorScheme of ["light", "dark"] as const) {
    const builder = new AxeBuilder({ page })
      .exclude(NOT_OURS)
      .options(OPTIONS)
      // Saves opening a second page per analysis. The pages have no frames of other origins.
      .setLegacyMode();
    // Dark mode differs in its colours only.
    if (colorScheme === "dark") builder.withRules("color-contrast");
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await showScheme(page, colorScheme);
      const where = `${page.url()}, ${colorScheme}, ${width} px`;
      const overflow = () => document.documentElement.scrollWidth - window.innerWidth;
      expect(await page.evaluate(overflow), where).toBeLessThanOrEqual(0);
      const { violations } = await builder.analyze();
      const findings = violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target} ${failureSummary}`),
      );
      expect(findings, where).toEqual([]);
    }
  }
}
