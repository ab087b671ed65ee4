import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { accountWith } from "../../testing/openScreen";
import { FIXED_BY_VOTES } from "../question";
import { api, open, question, refuse, stubApi } from "../testing/screens";

beforeEach(stubApi);
const fill = async (field: HTMLElement, text: string) => {
  await userEvent.clear(field);
  await userEvent.paste(text);
};
const press = async (name: string) => userEvent.click(await screen.findByRole("button", { name }));
const save = () => press("Save");
const question_text = () => screen.findByRole("textbox", { name: /^Question/ });
const choices = () => screen.getAllByLabelText(/^Choice \d/, { selector: "textarea, input" });
const choice = (index: number) => choices()[index] as HTMLElement;

test("unedited dates are sent back unchanged, including seconds", async () => {
  open("/questions/1");
  const text = await question_text();
  await userEvent.click(screen.getByLabelText(/Closes/));
  await fill(text, "Where to? And when?");
  await save();
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]).toEqual({ ...question, question_text: "Where to? And when?" });
});

test("a cleared closing time is sent as null", async () => {
  open("/questions/1");
  await userEvent.clear(await screen.findByLabelText(/Closes/));
  await userEvent.tab();
  await save();
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]?.closes_at).toBeNull();
});

test("a moved choice keeps its id", async () => {
  open("/questions/1");
  await question_text();
  await press("Move down choice 1");
  await save();
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]?.choices).toMatchObject([
    { id: 12, choice_text: "The park" },
    { id: 11, choice_text: "The lake" },
  ]);
});

test("each error of the server is shown at its field, the input stays, and the form can be saved again", async () => {
  refuse(422, {
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

  api.answer = () => Response.json(api.stored);
  await save();
  await waitFor(() => expect(api.writes).toHaveLength(2));
});

test.each([
  ["for the choices as a whole", { choices: "A poll needs two choices." }],
  ["for no field", { root: { serverError: "A poll needs two choices." } }],
])("an error %s is shown, and the form can be saved again", async (_, errors) => {
  refuse(422, errors);
  open("/questions/1");
  await fill(await question_text(), "!");
  await save();
  expect(await screen.findByText("A poll needs two choices.")).toBeVisible();
  await save();
  await waitFor(() => expect(api.writes).toHaveLength(2));
});

test("from the first ballot on, the fields that votes fix are neither editable nor sent", async () => {
  api.stored = { ...question, ballots: 42 };
  open("/questions/1");
  expect(await screen.findByText(/42 ballots cast/)).toBeVisible();
  expect(screen.queryByRole("textbox", { name: /^(Question|Choice)/ })).toBeNull();
  await userEvent.click(screen.getByRole("switch", { name: /list of polls/ }));
  await save();
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]).toMatchObject({ version: 4, listed: false });
  for (const field of FIXED_BY_VOTES) expect(api.writes[0]).not.toHaveProperty(field);
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
  await press("Publish");
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]).toEqual({
    question_text: "Where to?",
    voting: "single",
    max_choices: null,
    voter_check: "browser",
    results_visibility: "always",
    listed: true,
    choices: [{ choice_text: "The lake" }, { choice_text: "The park" }],
  });
});

test("a new poll can be saved as a draft, and a draft can be published", async () => {
  const { unmount } = open("/questions/create");
  await fill(await question_text(), "Where to?");
  await fill(choice(0), "The lake");
  await fill(choice(1), "The park");
  await press("Save as draft");
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]).toMatchObject({ draft: true, question_text: "Where to?" });
  unmount();

  api.stored = { ...question, draft: true, status: "draft" };
  open("/questions/1");
  await question_text();
  await press("Publish");
  await waitFor(() => expect(api.writes).toHaveLength(2));
  expect(api.writes[1]).toMatchObject({ draft: false, version: 4 });
});

test("save and continue editing keeps the form open, and what is typed then is guarded again", async () => {
  open("/questions/1");
  await fill(await question_text(), "Where now?");
  api.answer = (sent) => {
    api.stored = { ...api.stored, ...sent, version: 5 };
    return Response.json(api.stored);
  };
  await press("More options");
  await userEvent.click(await screen.findByRole("menuitem", { name: "Save and continue editing" }));
  expect(await screen.findByText("Poll saved")).toBeVisible();
  expect(await question_text()).toHaveValue("Where now?");
  await waitFor(() => expect(screen.getByRole("button", { name: "Save" })).toBeDisabled());

  await fill(await question_text(), "Where then?");
  await save();
  await waitFor(() => expect(api.writes).toHaveLength(2));
  expect(api.writes[1]).toMatchObject({ question_text: "Where then?", version: 5 });
});

test("save and add another opens an empty form, which has the focus", async () => {
  open("/questions/create");
  await fill(await question_text(), "Where to?");
  await fill(choice(0), "The lake");
  await fill(choice(1), "The park");
  await press("More options");
  await userEvent.click(await screen.findByRole("menuitem", { name: "Publish and add another" }));
  await waitFor(async () => expect(await question_text()).toHaveValue(""));
  expect(await question_text()).toHaveFocus();
  expect(choices().map((field) => (field as HTMLInputElement).value)).toEqual(["", ""]);
  expect(api.calls).toEqual(["POST /api/admin/questions"]);
});

test.each(["{Control>}s{/Control}", "{Meta>}s{/Meta}"])("%s saves", async (keys) => {
  open("/questions/1");
  await fill(await question_text(), "Where now?");
  await userEvent.keyboard(keys);
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]).toMatchObject({ question_text: "Where now?" });
});

test("the form for a new poll stays on the screen while permissions are asked", async () => {
  const later =
    <T,>(answer: T) =>
    () =>
      new Promise<T>((resolve) => setTimeout(() => resolve(answer), 50));
  open("/questions/create", {
    ...accountWith(),
    getPermissions: later([]),
    canAccess: later(true),
  });
  await fill(await question_text(), "Where to?");
  await press("More options");
  expect(await screen.findByRole("menuitem", { name: "Publish and add another" })).toBeVisible();
});

test("Enter adds the next choice, or goes to the empty one that is there", async () => {
  open("/questions/create");
  await question_text();
  await userEvent.type(choice(0), "Tea{Enter}");
  expect(choice(1)).toHaveFocus();
  await userEvent.keyboard("Coffee{Enter}");
  await waitFor(() => expect(choices()).toHaveLength(3));
  await waitFor(() => expect(choice(2)).toHaveFocus());
  await fill(await question_text(), "What to drink?");
  await press("Publish");
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]?.choices).toEqual([{ choice_text: "Tea" }, { choice_text: "Coffee" }]);
});

test("pasted lines become choices, duplicates are marked, and the limit is said", async () => {
  open("/questions/create");
  await question_text();
  await userEvent.click(choice(0));
  await userEvent.paste("Tea\nCoffee\n\nTea\n");
  await waitFor(() => expect(choices()).toHaveLength(3));
  expect(choice(2)).toHaveAccessibleDescription("The same as choice 1.");
  expect(choice(1)).not.toHaveAccessibleDescription();

  await userEvent.click(choice(2));
  await userEvent.paste(Array.from({ length: 100 }, (_, index) => `Choice ${index}`).join("\n"));
  expect(await screen.findByText("A poll has 100 choices at most.")).toBeVisible();
  expect(choices()).toHaveLength(100);
  expect(screen.getByText(/3 lines were left out/)).toBeVisible();
  expect(screen.getByRole("button", { name: "Add a choice" })).toBeDisabled();
});

test("the first marked field gets the focus after a refused save", async () => {
  refuse(422, { closes_at: "Close it after it opens." });
  open("/questions/1");
  await fill(await question_text(), "Where now?");
  await save();
  expect(await screen.findByText("Close it after it opens.")).toBeVisible();
  await waitFor(() => expect(screen.getByLabelText(/Closes/)).toHaveFocus());
});

const pick = (name: string | RegExp) => userEvent.click(screen.getByRole("radio", { name }));
const results = () => screen.getByRole("combobox", { name: /Who sees the result/ });

test("a poll for a roll asks for the roll, and offers only results that are secret until the close", async () => {
  api.rolls = [
    { id: 5, name: "Members", people: 30, public_turnout: false, version: 1 },
    { id: 6, name: "Board", people: 5, public_turnout: false, version: 1 },
  ];
  open("/questions/create");
  await fill(await question_text(), "Where to?");
  await fill(choice(0), "The lake");
  await fill(choice(1), "The park");
  await pick("Once per person on a roll");
  expect(results()).toHaveTextContent("Everyone, after the close");
  expect(screen.getByRole("switch", { name: /list of polls/ })).not.toBeChecked();
  await press("Publish");
  expect(await screen.findByText("Required")).toBeVisible();
  expect(api.writes).toEqual([]);

  // The marked field has the focus, and opens.
  await userEvent.click(await screen.findByRole("option", { name: "Board" }));
  await userEvent.click(results());
  const offered = screen.getAllByRole("option").map(({ textContent }) => textContent);
  expect(offered).toEqual(["Everyone, after the close", "Dashboard users only"]);
  await userEvent.click(screen.getByRole("option", { name: "Dashboard users only" }));
  const quorum = screen.getByRole("spinbutton", { name: /Quorum/ });
  expect(quorum).toHaveValue(null);
  await fill(quorum, "101");
  await press("Publish");
  expect(await screen.findByText("Enter at most 100 %.")).toBeVisible();
  await userEvent.clear(quorum);
  await fill(quorum, "66.67");
  await press("Publish");
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]).toMatchObject({
    voter_check: "roll",
    roll_id: 6,
    quorum: 0.6667,
    results_visibility: "staff",
    listed: false,
  });
});

test("a poll loses its roll with the voter check, and without any roll the form says where to make one", async () => {
  const secret = { voter_check: "roll", roll_id: 5, results_visibility: "after_close" } as const;
  api.stored = { ...question, ...secret, quorum: 0.6667 };
  open("/questions/1");
  await question_text();
  expect(screen.getByRole("spinbutton", { name: /Quorum/ })).toHaveValue(66.67);
  expect(await screen.findByRole("link", { name: "Create a roll" })).toHaveAttribute(
    "href",
    "/rolls/create",
  );
  await pick("Once per browser");
  await save();
  await waitFor(() => expect(api.writes).toHaveLength(1));
  expect(api.writes[0]).toMatchObject({ voter_check: "browser", roll_id: null, quorum: null });
});
