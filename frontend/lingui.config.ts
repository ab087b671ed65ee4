import { fileURLToPath } from "node:url";
import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";

const absolute = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The languages of the voter's page. `src/shared/languages.ts` has their names. */
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "de", "fr", "es", "ar"],
  catalogs: [
    {
      // `make lint` extracts the messages into a copy of the catalogues, and compares.
      path: `${process.env.CATALOGUES ?? "src/polls/language/locales"}/{locale}`,
      include: ["src/polls"],
      exclude: ["**/*.test.*"],
    },
  ],
  format: formatter({ lineNumbers: false }),
  // Lingui's own Trans is for React.
  runtimeConfigModule: { Trans: [absolute("src/polls/language/Trans.tsx"), "Trans"] },
});
