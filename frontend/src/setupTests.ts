import "@testing-library/jest-dom/vitest";
import * as voterPage from "@testing-library/preact";
import * as dashboard from "@testing-library/react";
import { afterEach, beforeEach, vi } from "vitest";
import { speak } from "./polls/language/language";

for (const { configure } of [voterPage, dashboard]) {
  // In ms. A whole react-admin screen takes seconds on a busy machine. The default is one second.
  configure({ asyncUtilTimeout: 15_000 });
}

beforeEach(() => speak("en"));

afterEach(() => {
  voterPage.cleanup();
  dashboard.cleanup();
  vi.unstubAllGlobals();
});
