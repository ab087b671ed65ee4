import { cleanup, render, screen } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { lazyComponent } from "./lazyComponent";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const Greeting = ({ name }: { name: string }) => <p>Hello {name}</p>;

test("a part that failed to load says so, and can be loaded again", async () => {
  const tries: (() => Promise<typeof Greeting>)[] = [
    () => Promise.reject(new TypeError("Failed to fetch dynamically imported module")),
    () => Promise.resolve(Greeting),
  ];
  const Part = lazyComponent(() => (tries.shift() ?? Promise.reject)());
  render(<Part name="Ann" />);

  expect(screen.getByRole("status")).toHaveTextContent("Loading …");
  expect(await screen.findByRole("alert")).toHaveTextContent("This part of the page did not load.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByText("Hello Ann")).toBeVisible();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a part that is missing because the browser is offline loads once it is back", async () => {
  const onLine = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  const Part = lazyComponent(async () => {
    if (!navigator.onLine) throw new TypeError("Failed to fetch dynamically imported module");
    return Greeting;
  });
  render(<Part name="Ann" />);
  expect(await screen.findByRole("alert")).toHaveTextContent("You are offline.");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(await screen.findByRole("alert")).toHaveTextContent("You are offline.");
  onLine.mockReturnValue(true);
  dispatchEvent(new Event("online"));
  expect(await screen.findByText("Hello Ann")).toBeVisible();
});
