import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Admin, Resource, TestMemoryRouter } from "react-admin";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { dataProvider } from "../dataProvider";
import { createQueryClient } from "../editing/queryClient";
import { i18nProvider } from "../i18nProvider";
import { lightTheme } from "../theme";
import questions from ".";
import { FIXED_BY_VOTES, type Question } from "./question";

const question: Question = {
  id: 1,
  slug: "abcdefghij",
  question_text: "Where to?",
  pub_date: "2026-03-01T09:00:12.345678Z",
  closes_at: "2026-04-01T22:30:45Z",
  voting: "single",
  max_choices: null,
  voter_check: "browser",
  results_visibility: "always",
  listed: true,
  draft: false,
  archived: false,
  choice_count: 2,
  ballots: 0,
  version: 4,
  sealed_at: null,
  status: "open",
  choices: [
    { id: 11, choice_text: "The lake", position: 0, votes: 0 },
    { id: 12, choice_text: "The park", position: 1, votes: 0 },
  ],
};

// In ms. Each test renders a whole react-admin screen, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 20_000 });

// A stub of the API: reads return `stored`, writes are recorded and return `answer(body)`.
let stored: Question;
let answer: (sent: Partial<Question>) => Response;
const writes: Partial<Question>[] = [];

beforeEach(() => {
  stored = question;
  answer = () => Response.json(stored);
  writes.length = 0;
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: RequestInit = {}) => {
    if (url === "/api/site") return Response.json({ public_url: "http://polls.example" });
    if (method === "GET") return Response.json(stored);
    const sent = JSON.parse(String(body));
    writes.push(sent);
    return answer(sent);
  });
});
afterEach(() => vi.unstubAllGlobals());

const open = (path: string) =>
  render(
    <TestMemoryRouter initialEntries={[path]}>
      <Admin
        dataProvider={dataProvider}
        queryClient={createQueryClient()}
        i18nProvider={i18nProvider}
        lightTheme={lightTheme}
        layout={({ children }) => children}
        disableTelemetry
      >
        <Resource name="questions" {...questions} />
      </Admin>
    </TestMemoryRouter>,
  );

const refuse = (status: number, errors: object) => () =>
  Response.json({ message: "Not saved.", errors }, { status });

const fill = async (field: HTMLElement, text: string) => {
  await userEvent.clear(field);
  await userEvent.paste(text);
};
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
const question_text = () => screen.findByLabelText(/^Question/);
const choice = (index: number) => screen.getAllByLabelText(/^Choice \*/)[index] as HTMLElement;

test("unedited dates are sent back unchanged, including seconds", async () => {
  open("/questions/1");
  const text = await question_text();
  await userEvent.click(screen.getByLabelText(/Closes/));
  await fill(text, "Where to? And when?");
  await save();
  await waitFor(() => expect(writes).toHaveLength(1));
  expect(writes[0]).toEqual({ ...question, question_text: "Where to? And when?" });
});

test("a cleared closing time is sent as null", async () => {
  open("/questions/1");
  await userEvent.clear(await screen.findByLabelText(/Closes/));
  await userEvent.tab();
  await save();
  await waitFor(() => expect(writes).toHaveLength(1));
  expect(writes[0]?.closes_at).toBeNull();
});

test("a moved choice keeps its id", async () => {
  open("/questions/1");
  await question_text();
  await userEvent.click(screen.getAllByRole("button", { name: "Move down" })[0] as HTMLElement);
  await save();
  await waitFor(() => expect(writes).toHaveLength(1));
  expect(writes[0]?.choices).toMatchObject([
    { id: 12, choice_text: "The park" },
    { id: 11, choice_text: "The lake" },
  ]);
});

test("each error of the server is shown at its field, the input stays, and the form can be saved again", async () => {
  answer = refuse(422, {
    closes_at: "Close it after it opens.",
    choices: { "1": { choice_text: "This choice is there twice." } },
  });
  open("/questions/1");
  await question_text();
  await fill(choice(1), "The lake");
  await save();

  expect(await screen.findByText("This choice is there twice.")).toBeVisible();
  expect(choice(1)).toHaveAccessibleDescription("This choice is there twice.");
  expect(choice(1)).toHaveValue("The lake");
  expect(screen.getByLabelText(/Closes/)).toHaveAccessibleDescription("Close it after it opens.");

  answer = () => Response.json(stored);
  await save();
  await waitFor(() => expect(writes).toHaveLength(2));
});

test.each([
  ["for the choices as a whole", { choices: "A poll needs two choices." }],
  ["for no field", { root: { serverError: "A poll needs two choices." } }],
])("an error %s is shown, and the form can be saved again", async (_, errors) => {
  answer = refuse(422, errors);
  open("/questions/1");
  await fill(await question_text(), "!");
  await save();
  expect(await screen.findByText("A poll needs two choices.")).toBeVisible();
  await save();
  await waitFor(() => expect(writes).toHaveLength(2));
});

test("from the first ballot on, the fields that votes fix are neither editable nor sent", async () => {
  stored = { ...question, ballots: 42 };
  open("/questions/1");
  expect(await screen.findByText(/42 ballots cast/)).toBeVisible();
  expect(screen.queryByLabelText(/^(Question|Choice)/)).toBeNull();
  await userEvent.click(screen.getByRole("switch", { name: /list of polls/ }));
  await save();
  await waitFor(() => expect(writes).toHaveLength(1));
  expect(writes[0]).toMatchObject({ version: 4, listed: false });
  for (const field of FIXED_BY_VOTES) expect(writes[0]).not.toHaveProperty(field);
});

test("a new poll is sent without the fields that were left empty", async () => {
  open("/questions/create");
  await fill(await question_text(), "Where to?");
  await fill(choice(0), "The lake");
  await fill(choice(1), "The park");
  const voting = screen.getByRole("group", { name: /Each voter picks/ });
  await userEvent.click(within(voting).getByRole("radio", { name: "Several choices" }));
  await fill(screen.getByLabelText(/At most/), "2");
  await userEvent.click(within(voting).getByRole("radio", { name: "One choice" }));
  await save();
  await waitFor(() => expect(writes).toHaveLength(1));
  expect(writes[0]).toEqual({
    question_text: "Where to?",
    voting: "single",
    max_choices: null,
    voter_check: "browser",
    results_visibility: "always",
    listed: true,
    choices: [{ choice_text: "The lake" }, { choice_text: "The park" }],
  });
});
