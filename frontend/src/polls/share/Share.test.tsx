import { cleanup, render, screen, waitFor } from "@testing-library/preact";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { pollWith } from "../testing/poll";
import { Share } from "./Share";

const LINK = "http://localhost:3000/polls/lunch";

beforeEach(() => history.replaceState(null, "", "/polls/lunch?utm_source=chat#abcd-efgh-jkmn"));

afterEach(() => {
  cleanup();
  history.replaceState(null, "", "/");
  Reflect.deleteProperty(navigator, "share");
  Reflect.deleteProperty(document, "execCommand");
});

async function unfold() {
  const user = userEvent.setup();
  render(<Share poll={pollWith()} />);
  await user.click(screen.getByText("Share this poll"));
  await screen.findByRole("button", { name: "Copy link" });
  return user;
}

test("the link is copied without the code and the query of the page's address", async () => {
  const user = await unfold();
  expect(screen.getByRole("img", { name: "QR code of the link" })).toHaveAttribute(
    "src",
    "/api/polls/lunch/qr.svg",
  );
  await user.click(screen.getByRole("button", { name: "Copy link" }));
  expect(await screen.findByRole("button", { name: "Copied" })).toBeVisible();
  expect(await navigator.clipboard.readText()).toBe(LINK);
  expect(screen.queryByRole("button", { name: /Share/ })).toBeNull();
});

test("the link is selected where the browser does not copy", async () => {
  const user = await unfold();
  vi.spyOn(navigator.clipboard, "writeText").mockRejectedValue(new Error("plain http"));
  Object.assign(document, { execCommand: () => false });
  await user.click(screen.getByRole("button", { name: "Copy link" }));
  expect(await screen.findByRole("button", { name: "Selected: copy it" })).toBeVisible();
  expect(`${getSelection()}`).toBe(LINK);
});

test("the system's share sheet gets the link, and may be closed", async () => {
  const share = vi.fn().mockRejectedValue(new DOMException("closed", "AbortError"));
  Object.assign(navigator, { share });
  const user = await unfold();
  await user.click(screen.getByRole("button", { name: "Share …" }));
  await waitFor(() => expect(share).toHaveBeenCalledWith({ title: "Where do we eat?", url: LINK }));
});
