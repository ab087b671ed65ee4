import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const page = (path: string) => new URL(path, import.meta.url).pathname;

export default defineConfig({
  plugins: [react()],
  build: {
    // Two pages of their own, so that a voter never loads the dashboard.
    rolldownOptions: {
      input: { voter: page("index.html"), admin: page("admin/index.html") },
    },
  },
  server: {
    // `changeOrigin` stays off: the API compares Origin with Host.
    proxy: { "/api": `http://localhost:${process.env.PORT ?? 8000}` },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/setupTests.ts"],
  },
});
