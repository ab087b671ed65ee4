import { fireEvent } from "@testing-library/dom";
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { AdminContext, ResourceContextProvider, SimpleForm, TestMemoryRouter } from "react-admin";
import { expect, test, vi } from "vitest";
import { i18nProvider } from "../i18nProvider";
import { ZonedDateTimeInput } from "./ZonedDateTimeInput";

const open = (opens: string | null) => {
  const save = vi.fn();
  render(
    <TestMemoryRouter>
      <AdminContext i18nProvider={i18nProvider}>
        <ResourceContextProvider value="rooms">
          <SimpleForm record={{ id: 1, opens }} onSubmit={save}>
            <ZonedDateTimeInput source="opens" helperText="When it starts." />
          </SimpleForm>
        </ResourceContextProvider>
      </AdminContext>
    </TestMemoryRouter>,
  );
  return save;
};
const input = () => screen.getByLabelText(/Opens/);
const type = (value: string) => fireEvent.change(input(), { target: { value } });
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
const saved = (instant: string | null) => expect.objectContaining({ opens: instant });

test("the zone is named at the input, and a typed time is saved as an instant", async () => {
  const saves = open(null);
  expect(input()).toHaveAccessibleDescription("When it starts. Time zone: Europe/Berlin.");
  type("2026-07-01T10:00");
  await save();
  await waitFor(() => expect(saves).toHaveBeenCalledTimes(1));
  expect(saves.mock.lastCall?.[0]).toEqual(saved("2026-07-01T08:00:00.000Z"));
});

test("a time that the clocks skip is refused with a sentence", async () => {
  const saves = open(null);
  type("2026-03-29T02:30");
  await save();
  expect(
    await screen.findByText(
      "The clocks in Europe/Berlin skip this time on that day. Enter another one.",
    ),
  ).toBeVisible();
  expect(input()).toHaveValue("2026-03-29T02:30");
  expect(saves).not.toHaveBeenCalled();
});

test("a time that comes twice is refused until the user says which one", async () => {
  const saves = open(null);
  type("2026-10-25T02:30");
  await save();
  expect(await screen.findByText(/show this time twice on that day/)).toBeVisible();
  expect(saves).not.toHaveBeenCalled();
  await userEvent.click(screen.getByRole("radio", { name: "The second one (UTC+01:00)" }));
  await save();
  await waitFor(() => expect(saves).toHaveBeenCalledTimes(1));
  expect(saves.mock.lastCall?.[0]).toEqual(saved("2026-10-25T01:30:00.000Z"));
});

test("a stored time that comes twice shows which one it is, with its seconds", async () => {
  open("2026-10-25T00:30:12.5Z");
  expect(input()).toHaveValue("2026-10-25T02:30");
  expect(screen.getByRole("radio", { name: "The first one (UTC+02:00)" })).toBeChecked();
});

test("a cleared time is saved as null, also by a key press in the input", async () => {
  const saves = open("2026-07-01T08:00:00Z");
  type("");
  await userEvent.keyboard("{Enter}");
  await save();
  await waitFor(() => expect(saves).toHaveBeenCalled());
  expect(saves.mock.lastCall?.[0]).toEqual(saved(null));
});
