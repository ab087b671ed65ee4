import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { transformAsync } from "@babel/core";
import linguiMacros from "@lingui/babel-plugin-lingui-macro";
import { lingui } from "@lingui/vite-plugin";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Serves the dashboard's page for its URLs in development. nginx and the backend do so for the built pages. */
const dashboardUrls: Plugin = {
  name: "dashboard-urls",
  configureServer({ middlewares }) {
    middlewares.use((request, _, next) => {
      if (/^\/admin(\/[^.]*)?(\?|$)/.test(request.url ?? "")) request.url = "/admin/index.html";
      next();
    });
  },
};

/** Writes gzip and Brotli copies of the built files, which the backend and nginx send as they are. */
const precompress: Plugin = {
  name: "precompress",
  apply: "build",
  writeBundle({ dir = "" }) {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const content = readFileSync(file);
      const encodings = { gz: gzipSync(content, { level: 9 }), br: brotliCompressSync(content) };
      for (const [suffix, encoded] of Object.entries(encodings)) {
        if (encoded.length < content.length) writeFileSync(`${file}.${suffix}`, encoded);
      }
    }
  },
};

/** Replaces Lingui's macros in the voter's page. Vite compiles the TypeScript and the JSX afterwards. */
const macros: Plugin = {
  name: "lingui-macros",
  enforce: "pre",
  transform: {
    filter: { id: /\/src\/polls\/.*\.tsx?$/, code: /from "@lingui\/(core|react)\/macro"/ },
    async handler(code, filename) {
      const result = await transformAsync(code, {
        filename,
        configFile: false,
        babelrc: false,
        sourceMaps: true,
        parserOpts: { plugins: ["typescript", "jsx"] },
        plugins: [linguiMacros],
      });
      return result?.code ? { code: result.code, map: result.map } : null;
    },
  },
};

/**
 * Replaces Vite's loader for dynamic imports (0.8 KiB), which preloads their dependencies and styles. The parts that
 * the voter page loads on demand need neither: they import modules that are loaded already, and have no styles.
 */
const plainImports: Plugin = {
  name: "plain-imports",
  enforce: "pre",
  load: (id) =>
    id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null,
};

export default defineConfig({
  plugins: [
    macros,
    lingui({ failOnMissing: true, failOnCompileError: true }),
    react({ exclude: /src\/polls\// }),
    plainImports,
    dashboardUrls,
    precompress,
  ],
  build: {
    // Browsers without modulepreload load the same files slightly later, so they need no polyfill.
    // Nothing reads a list of the files that a dynamic import depends on (see `plainImports`), so there is none.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_, files, { hostType }) => (hostType === "js" ? [] : files),
    },
    // Two separate pages, so that voters never load the dashboard.
    rolldownOptions: {
      input: { voter: page("index.html"), admin: page("admin/index.html") },
    },
    // In kB. The dashboard contains all of react-admin.
    chunkSizeWarningLimit: 1500,
  },
  server: {
    proxy: {
      // Keeps the Host header, which the API compares with Origin.
      "/api": { target: `http://127.0.0.1:${process.env.PORT ?? 8000}`, changeOrigin: false },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/setupTests.ts"],
    // Files of a worker share their imports: react-admin takes longer to import than most files to run.
    isolate: false,
    // Vitest leaves one core idle by default.
    maxWorkers: "100%",
    // In MB. Node's default for short-lived objects is 16, which takes a sixth longer.
    execArgv: ["--max-semi-space-size=64"],
    // In ms. A test ends when its conditions hold. The limits allow for a busy machine.
    testTimeout: 60_000,
    // A zone with summer time.
    env: { TZ: "Europe/Berlin" },
  },
});
