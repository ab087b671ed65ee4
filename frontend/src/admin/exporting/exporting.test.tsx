/** The export dialog: its format, its columns, and what it remembers. */
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import {
  AdminContext,
  ListContextProvider,
  type ListControllerResult,
  localStorageStore,
} from "react-admin";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { i18nProvider } from "../i18nProvider";
import { accountWith } from "../testing/openScreen";
import { ExportButton } from "./ExportButton";
import * as files from "./exportList";

let asked: { query: URLSearchParams; accept: string | null }[];
let answer: Response | Error;
let saved: File[];
beforeEach(() => {
  localStorage.clear();
  asked = [];
  saved = [];
  vi.spyOn(files, "saveFile").mockImplementation((file) => void saved.push(file));
  vi.stubGlobal("fetch", async (url: string, { headers }: RequestInit = {}) => {
    const { searchParams } = new URL(url, "http://polls.example");
    asked.push({ query: searchParams, accept: new Headers(headers).get("Accept") });
    if (answer instanceof Error) throw answer;
    return answer;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const open = async (total = "exact") => {
  const exported = ["id", "title", "seats"];
  const authProvider = accountWith({ resource: "rooms", actions: ["list"], exported });
  const list = {
    resource: "rooms",
    sort: { field: "title", order: "ASC" },
    filterValues: { q: "a" },
    total: 12,
    meta: { total },
  } as unknown as ListControllerResult;
  const { unmount } = render(
    <AdminContext
      authProvider={authProvider}
      i18nProvider={i18nProvider}
      store={localStorageStore()}
    >
      <ListContextProvider value={list}>
        <ExportButton />
      </ListContextProvider>
    </AdminContext>,
  );
  await userEvent.click(await screen.findByRole("button", { name: "Export" }));
  await screen.findByRole("checkbox", { name: "Title" });
  return unmount;
};
const start = () => userEvent.click(screen.getByRole("button", { name: "Export" }));
const file = () =>
  new Response("id", { headers: { "Content-Disposition": 'attachment; filename="rooms.xlsx"' } });

test("the chosen columns are saved in the chosen format, and remembered", async () => {
  answer = file();
  const unmount = await open();
  expect(screen.getByText("12 records match the filter.")).toBeVisible();
  await userEvent.click(screen.getByRole("radio", { name: "Excel workbook" }));
  await userEvent.click(screen.getByRole("checkbox", { name: "Title" }));
  await start();

  await waitFor(() => expect(saved.map(({ name }) => name)).toEqual(["rooms.xlsx"]));
  expect(asked[0]?.accept).toBe(files.MEDIA_TYPES.xlsx);
  expect(asked[0]?.query.get("columns")).toBe('["id","seats"]');
  expect(asked[0]?.query.get("filter")).toBe('{"q":"a"}');
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());

  unmount();
  await open("estimated");
  expect(screen.getByText("About 12 records match the filter.")).toBeVisible();
  expect(screen.getByRole("radio", { name: "Excel workbook" })).toBeChecked();
  expect(screen.getByRole("checkbox", { name: "Title" })).not.toBeChecked();
  await userEvent.click(screen.getByRole("button", { name: "None" }));
  expect(screen.getByRole("button", { name: "Export" })).toBeDisabled();
  await userEvent.click(screen.getByRole("button", { name: "All" }));
  expect(screen.getByRole("checkbox", { name: "Title" })).toBeChecked();
});

test.each([
  [new TypeError("Failed to fetch"), /server can.t be reached|not reach/],
  [Response.json({ message: "A cell is too long." }, { status: 422 }), /A cell is too long/],
])("an export that fails says why and saves nothing", async (failure, text) => {
  answer = failure;
  await open();
  await start();

  expect(await screen.findByText(text)).toBeVisible();
  expect(saved).toEqual([]);
  expect(screen.getByRole("button", { name: "Export" })).toBeEnabled();
});
