/** The import dialog, from the choice of a file to its outcome. */
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { AdminContext, ResourceContextProvider } from "react-admin";
import { beforeEach, expect, test, vi } from "vitest";
import { i18nProvider } from "../i18nProvider";
import { accountWith } from "../testing/openScreen";
import { ImportButton } from "./ImportButton";
import type { Preview } from "./importFile";

const FIELDS: Preview["fields"] = [
  { name: "title", kind: "text", required: true, values: [] },
  { name: "seats", kind: "whole", required: false, values: [] },
];

const preview = (values: Partial<Preview> = {}): Preview => ({
  encoding: "utf_8",
  columns: [
    { name: "Name", field: "title", read_only: false },
    { name: "id", field: null, read_only: true },
  ],
  fields: FIELDS,
  rows: [{ line: 2, values: { title: "Library", open: true } }],
  records: 2,
  updated: 0,
  faults: [],
  fault_count: 0,
  notices: [],
  notice_count: 0,
  ...values,
});

let asked: { query: URLSearchParams; body: unknown }[];
let answers: (Response | Error)[];
beforeEach(() => {
  localStorage.clear();
  asked = [];
  answers = [];
  vi.stubGlobal("fetch", async (url: string, { body }: RequestInit = {}) => {
    asked.push({ query: new URL(url, "http://polls.example").searchParams, body });
    const answer = answers.shift();
    if (answer instanceof Response) return answer;
    throw answer;
  });
});
const lines = (...values: object[]) =>
  new Response(values.map((value) => `${JSON.stringify(value)}\n`).join(""), { status: 202 });

const open = async (actions = ["list", "import"]) => {
  const authProvider = accountWith({ resource: "rooms", actions, exported: ["id", "title"] });
  render(
    <AdminContext authProvider={authProvider} i18nProvider={i18nProvider}>
      <ResourceContextProvider value="rooms">
        <ImportButton />
      </ResourceContextProvider>
    </AdminContext>,
  );
  if (!actions.includes("import")) return;
  await userEvent.click(await screen.findByRole("button", { name: "Import" }));
};

const paste = async (text = "Name\tid\nLibrary\t7") => {
  await userEvent.click(screen.getByRole("textbox", { name: "Or paste cells" }));
  await userEvent.paste(text);
  await userEvent.click(screen.getByRole("button", { name: "Continue" }));
};

test("pasted cells are shown as they will be saved, and imported after that", async () => {
  answers = [
    Response.json(preview()),
    lines({ done: 0, total: 2 }, { done: 1, total: 2 }, { created: 2 }),
  ];
  await open();
  await paste();

  expect(await screen.findByText("2 records are ready to import.")).toBeVisible();
  expect(screen.getByRole("cell", { name: "Library" })).toBeVisible();
  expect(screen.getByText("Read-only, so it is left out.")).toBeVisible();
  expect(asked[0]?.body).toBe("Name\tid\nLibrary\t7");
  expect(JSON.parse(asked[0]?.query.get("labels") ?? "")).toEqual({ Id: "id", Title: "title" });
  expect(asked[0]?.query.get("preview")).toBe("true");

  await userEvent.click(screen.getByRole("button", { name: "Import 2 records" }));

  expect(await screen.findByText("2 records were imported.")).toBeVisible();
  expect(asked[1]?.query.get("columns")).toBe('["title",null]');
  expect(asked[1]?.query.get("preview")).toBe("false");
});

test("each faulty line is listed, and a column can be matched to another field", async () => {
  const fault = { line: 3, field: "title", message: "Required." };
  const columns = [
    { name: "Name", field: null, read_only: false },
    { name: "id", field: null, read_only: true },
  ];
  answers = [
    Response.json(preview({ columns, faults: [fault], fault_count: 1234 })),
    Response.json(preview()),
  ];
  await open();
  await paste();

  const table = await screen.findByRole("table", { name: "What to correct" });
  expect(within(table).getByRole("row", { name: "3 Title Required." })).toBeVisible();
  expect(screen.getByText(/1,234 things have to be corrected/)).toBeVisible();
  expect(screen.getByText("The first 1 are listed.")).toBeVisible();
  expect(screen.getByRole("button", { name: "Import 2 records" })).toBeDisabled();

  await userEvent.click(screen.getByRole("combobox", { name: "Name" }));
  await userEvent.click(await screen.findByRole("option", { name: "Title (required)" }));

  await waitFor(() => expect(asked[1]?.query.get("columns")).toBe('["title",null]'));
  expect(await screen.findByRole("button", { name: "Import 2 records" })).toBeEnabled();
});

test("new records and updates are counted, and notices keep nothing from being imported", async () => {
  const notice = { line: 3, field: "title", message: "Line 2 has this address, too." };
  answers = [
    Response.json(preview({ updated: 1, notices: [notice], notice_count: 1 })),
    lines({ done: 2, total: 2 }, { created: 1, updated: 1 }),
  ];
  await open();
  await paste();

  expect(
    await screen.findByText("2 records are ready to import. New: 1. Updated: 1."),
  ).toBeVisible();
  const table = screen.getByRole("table", { name: "What to look at" });
  expect(within(table).getByRole("row", { name: `3 Title ${notice.message}` })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Import 2 records" }));

  expect(await screen.findByText("2 records were imported. New: 1. Updated: 1.")).toBeVisible();
});

const ENDINGS = [
  [
    "a commit that failed",
    lines({ done: 2, total: 2 }, { status: 503, message: "The database failed.", errors: {} }),
    "The database failed.",
  ],
  ["a response without an outcome", lines({ done: 2, total: 2 }), /connection was lost/],
  ["a connection that is lost", new TypeError("Failed to fetch"), /connection was lost/],
  [
    "a line that the database refuses",
    lines({
      status: 422,
      message: "Nothing was imported: the file has 1 fault.",
      faults: [{ line: 9, field: "title", message: "Another record has this already." }],
      fault_count: 1,
    }),
    "Another record has this already.",
  ],
] as const;

test.each(ENDINGS)("%s is no success", async (_, answer, text) => {
  answers = [Response.json(preview()), answer];
  await open();
  await paste();
  await userEvent.click(await screen.findByRole("button", { name: "Import 2 records" }));

  expect(await screen.findByText(text)).toBeVisible();
  expect(screen.queryByText(/were imported/)).toBeNull();
});

test("a file that can't be read says why, and the pasted cells stay", async () => {
  const body = { code: "unreadable_file", message: "This file is empty.", errors: {} };
  answers = [Response.json(body, { status: 422 })];
  await open();
  await paste("x");

  expect(await screen.findByText("This file is empty.")).toBeVisible();
  expect(screen.getByRole("textbox", { name: "Or paste cells" })).toHaveValue("x");
});

test("a file that is too large is not sent", async () => {
  await open();
  const input = document.querySelector("input[type=file]") as HTMLInputElement;
  await userEvent.upload(input, new File(["x".repeat(5_000_001)], "rooms.csv"));

  expect(await screen.findByText(/larger than 5 MB/)).toBeVisible();
  expect(asked).toEqual([]);
});

test("who may not import sees no button", async () => {
  await open(["list"]);
  await new Promise((resolve) => setTimeout(resolve));
  expect(screen.queryByRole("button", { name: "Import" })).toBeNull();
});
