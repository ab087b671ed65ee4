import { expect, test } from "vitest";
import { store } from "./store";

test("the end of a session keeps the language and the theme, and nothing else", () => {
  store.setItem("locale", "fr");
  store.setItem("theme", "dark");
  store.setItem("questions.selectedIds", [1, 2]);
  store.reset();
  expect(store.getItem("locale")).toBe("fr");
  expect(store.getItem("theme")).toBe("dark");
  expect(store.getItem("questions.selectedIds")).toBeUndefined();
});
