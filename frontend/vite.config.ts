import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const page = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The dashboard's addresses in development; nginx and the backend do the same for the built pages. */
const dashboard: Plugin = {
  name: "dashboard",
  configureServer({ middlewares }) {
    middlewares.use((request, _, next) => {
      if (/^\/admin(\/[^.]*)?(\?|$)/.test(request.url ?? "")) request.url = "/admin/index.html";
      next();
    });
  },
};

/** Leaves each file of the build beside itself, compressed: backend and nginx send that as it is. */
const compressed: Plugin = {
  name: "compressed",
  apply: "build",
  writeBundle({ dir = "" }) {
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const content = readFileSync(file);
      const forms = { gz: gzipSync(content, { level: 9 }), br: brotliCompressSync(content) };
      for (const [suffix, form] of Object.entries(forms)) {
        if (form.length < content.length) writeFileSync(`${file}.${suffix}`, form);
      }
    }
  },
};

/**
 * Vite wraps dynamic imports in a loader of 0.8 KiB, which preloads dependencies and styles. The parts that the
 * voter page loads later depend on what it has, and bring no styles.
 */
const plainImports: Plugin = {
  name: "plain-imports",
  enforce: "pre",
  load: (id) =>
    id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null,
};

export default defineConfig({
  plugins: [react(), plainImports, dashboard, compressed],
  // wouter brings a shim of what React has had since version 18.
  resolve: { alias: { "use-sync-external-store/shim/index.js": "react" } },
  build: {
    // A browser without modulepreload needs no polyfill: it loads the same files a little later.
    modulePreload: { polyfill: false },
    // Two pages of their own, so that a voter never loads the dashboard.
    rolldownOptions: {
      input: { voter: page("index.html"), admin: page("admin/index.html") },
    },
    // The dashboard is react-admin's size, and loads once.
    chunkSizeWarningLimit: 1500,
  },
  server: {
    proxy: {
      // The API compares Origin with Host.
      "/api": { target: `http://127.0.0.1:${process.env.PORT ?? 8000}`, changeOrigin: false },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/setupTests.ts"],
  },
});
