import { render, screen } from "@testing-library/react";
import { AdminContext, ListBase, TestMemoryRouter } from "react-admin";
import { expect, test, vi } from "vitest";
import { dataProvider } from "../dataProvider";
import { i18nProvider } from "../i18nProvider";
import { Pagination } from "./Pagination";

/** Render the third page of a list with an "exact" or an "estimated" total. */
const open = (kind: string) => {
  const headers = { "Content-Range": "polls 50-74/512345", "Content-Range-Total": kind };
  vi.stubGlobal("fetch", async () => Response.json([{ id: 1 }], { headers }));
  render(
    <TestMemoryRouter initialEntries={["/?page=3&perPage=25&sort=id&order=ASC"]}>
      <AdminContext dataProvider={dataProvider} i18nProvider={i18nProvider}>
        <ListBase resource="polls">
          <Pagination />
        </ListBase>
      </AdminContext>
    </TestMemoryRouter>,
  );
};

test("an exact total has a link to the last page", async () => {
  open("exact");
  expect(await screen.findByText("51–75 of 512,345")).toBeVisible();
  expect(screen.getByRole("button", { name: "Go to page 20,494" })).toHaveTextContent("20,494");
});

test("an estimated total is marked with “about” and has links up to the next page only", async () => {
  open("estimated");
  expect(await screen.findByText("51–75 of about 512,345")).toBeVisible();
  expect(screen.getByRole("button", { name: "Go to page 4" })).toBeEnabled();
  expect(screen.queryByRole("button", { name: /page (5|20494)/ })).toBeNull();
});
