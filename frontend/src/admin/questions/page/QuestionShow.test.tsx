import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as files from "../../exporting/exportList";
import type { Question } from "../question";
import { api, FakeStream, open, question, refuse, stubApi } from "../testing/screens";

const [lake, park] = question.choices as [Question["choices"][0], Question["choices"][0]];
const voted: Question = {
  ...question,
  ballots: 3,
  choices: [
    { ...lake, votes: 2 },
    { ...park, votes: 1 },
  ],
};
const secret: Question = {
  ...voted,
  results_visibility: "after_close",
  choices: [
    { ...lake, votes: null },
    { ...park, votes: null },
  ],
};

beforeEach(() => {
  stubApi();
  api.stored = voted;
});
afterEach(() => {
  vi.useRealTimers();
});

const press = (name: string) => userEvent.click(screen.getByRole("button", { name }));
const row = (name: RegExp) => screen.findByRole("row", { name });
const dialog = () => screen.findByRole("dialog");

test("votes arrive by events, without another request", async () => {
  open("/questions/1/show");
  expect(await row(/The lake/)).toHaveTextContent("The lake67%2");
  const reads = api.reads;
  const choices = [
    { id: 11, votes: 2 },
    { id: 12, votes: 2 },
  ];
  act(() => FakeStream.last?.send({ ballots: 4, status: "open", choices }));
  expect(await screen.findByText("4 ballots")).toBeVisible();
  expect(await row(/The park/)).toHaveTextContent("The park50%2");
  expect(FakeStream.last?.url).toBe("/api/admin/questions/1/stream");
  expect(api.reads).toBe(reads);
});

test("the first vote arrives by an event", async () => {
  const choices = voted.choices.map((choice) => ({ ...choice, votes: 0 }));
  api.stored = { ...voted, ballots: 0, choices };
  open("/questions/1/show");
  await screen.findByText("0 ballots");
  const votes = choices.map(({ id }, index) => ({ id, votes: index === 0 ? 1 : 0 }));
  act(() => FakeStream.last?.send({ ballots: 1, status: "open", choices: votes }));
  expect(await row(/The lake/)).toHaveTextContent("The lake100%1");
});

test("the poll is fetched when an event says that it is closed", async () => {
  api.stored = secret;
  open("/questions/1/show");
  await screen.findByText("The result is shown after the close");
  api.stored = { ...voted, status: "closed" };
  const choices = voted.choices.map(({ id, votes }) => ({ id, votes }));
  act(() => FakeStream.last?.send({ ballots: 3, status: "closed", choices }));
  expect(await row(/The lake/)).toHaveTextContent("67%");
});

test("without events, the page asks every 15 s, and not more often", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  open("/questions/1/show");
  await screen.findByText("3 ballots");
  const reads = api.reads;
  await act(() => vi.advanceTimersByTimeAsync(14_000));
  expect(api.reads).toBe(reads);
  api.stored = { ...voted, ballots: 5 };
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(await screen.findByText("5 ballots")).toBeVisible();
  expect(api.reads).toBe(reads + 1);
});

test("a hidden result is shown to a user who lets the look be recorded", async () => {
  api.stored = secret;
  open("/questions/1/show");
  await screen.findByText("The result is shown after the close");
  expect(screen.queryByRole("row", { name: /The lake/ })).toBeNull();

  await press("Look at the result now");
  expect(await dialog()).toHaveTextContent(/is recorded in the history/);
  expect(api.calls).toEqual([]);
  const choices = voted.choices.map(({ id, choice_text, votes }) => ({ id, choice_text, votes }));
  api.answer = () => Response.json({ ballots: 3, choices });
  await press("Record it and look");
  expect(await row(/The lake/)).toHaveTextContent("67%");
  expect(api.calls).toEqual(["POST /api/admin/questions/1/look"]);
});

test("a correction sends only the changed texts, and shows the error of each", async () => {
  open("/questions/1/show");
  await screen.findByText("3 ballots");
  await press("Correct…");
  const choice = within(await dialog()).getByRole("group", { name: "Choice 2" });
  expect(choice).toHaveTextContent("The park");
  expect(screen.getByRole("button", { name: "Change a text first" })).toBeDisabled();
  const field = within(choice).getByLabelText("Corrected");
  await userEvent.type(field, "s");

  refuse(422, { choices: { "0": { choice_text: "There is a choice like this already." } } });
  await press("Correct one text");
  await waitFor(() => expect(field).toHaveAccessibleDescription(/like this already/));
  expect(api.calls).toEqual(["POST /api/admin/questions/1/correct"]);
  expect(api.writes).toEqual([{ choices: [{ id: 12, choice_text: "The parks" }] }]);

  const corrections = [
    {
      id: 1,
      choice_id: 12,
      text_before: "The park",
      text_after: "The parks",
      corrected_at: "2026-03-02T09:00:00Z",
    },
  ];
  api.stored = { ...voted, version: 5, corrections };
  api.answer = () => Response.json(api.stored);
  await press("Correct one text");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const list = screen.getByRole("region", { name: "Corrections" });
  expect(within(list).getByText("The park")).toBeVisible();
  expect(within(list).getByText("The parks")).toBeVisible();
});

test("a reset is only sent for the number of ballots that was ticked", async () => {
  open("/questions/1/show");
  await screen.findByText("3 ballots");
  await press("Reset…");
  const button = within(await dialog()).getByRole("button", { name: "Reset poll" });
  expect(button).toBeDisabled();
  await userEvent.click(screen.getByRole("checkbox", { name: "Throw away 3 ballots" }));

  refuse(
    409,
    { root: { serverError: "There are 4 ballots by now." } },
    "There are 4 ballots by now.",
  );
  api.stored = { ...voted, ballots: 4 };
  await userEvent.click(button);
  expect(api.writes).toEqual([{ ballots: 3 }]);
  const box = await screen.findByRole("checkbox", { name: "Throw away 4 ballots" });
  expect(box).not.toBeChecked();
  expect(button).toBeDisabled();
  expect(screen.getByText("There are 4 ballots by now.")).toBeVisible();

  await userEvent.click(box);
  api.stored = { ...question, version: 5 };
  api.answer = () => Response.json(api.stored);
  await userEvent.click(button);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.writes[1]).toEqual({ ballots: 4 });
  expect(screen.getByText("0 ballots")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Reset…" })).toBeNull();
});

test("a duplicate opens the form with the texts and rules of the poll", async () => {
  open("/questions/1/show");
  await userEvent.click(await screen.findByRole("link", { name: "Duplicate" }));
  expect(await screen.findByRole("textbox", { name: /^Question/ })).toHaveValue("Where to?");
  await press("Publish");
  await waitFor(() => expect(api.calls).toEqual(["POST /api/admin/questions"]));
  expect(api.writes[0]).toMatchObject({
    question_text: "Where to?",
    choices: [{ choice_text: "The lake" }, { choice_text: "The park" }],
  });
  for (const field of ["id", "slug", "ballots", "version", "status"])
    expect(api.writes[0]).not.toHaveProperty(field);
});

test("the poll can be presented, and its QR code is shown, and saved as a file with the name of the poll", async () => {
  open("/questions/1/show");
  await userEvent.click(await screen.findByRole("button", { name: "QR code" }));
  const view = screen.getByRole("link", { name: "Present", hidden: true });
  expect(view).toHaveAttribute("href", "/polls/abcdefghij/present");
  expect(view).toHaveAttribute("target", "_blank");
  const image = within(await dialog()).getByRole("img");
  expect(image).toHaveAttribute("src", "/api/admin/questions/1/qr.svg");
  expect(image).toHaveAccessibleName("QR code of http://polls.example/polls/abcdefghij");
  const link = screen.getByRole("link", { name: "Download SVG" });
  expect(link).toHaveAttribute("download", "poll-abcdefghij.svg");
});

test("a poll is embedded by HTML to copy, and the page says how often visitors can vote there", async () => {
  api.site = "https://polls.example";
  api.stored = { ...voted, question_text: 'Lake & "park"?' };
  const { unmount } = open("/questions/1/show");
  await userEvent.click(await screen.findByRole("button", { name: "Embed" }));
  expect(await dialog()).toHaveTextContent("once per browser and website");
  const copied = vi.spyOn(navigator.clipboard, "writeText");
  await press("Copy HTML");
  expect(copied).toHaveBeenCalledWith(
    '<iframe src="https://polls.example/polls/abcdefghij/embed" title="Lake &amp; &quot;park&quot;?"' +
      ' width="100%" height="600" style="border: 0"></iframe>\n' +
      '<script async src="https://polls.example/embed.js"></script>',
  );
  unmount();

  for (const [values, hint] of [
    [{ voter_check: "roll", roll_id: 5 }, "codes are entered on the poll's own page"],
    [{ voter_check: "none" }, "Visitors vote there.HTML"],
  ] as const) {
    api.stored = { ...voted, ...values };
    const { unmount } = open("/questions/1/show");
    await userEvent.click(await screen.findByRole("button", { name: "Embed" }));
    expect(await dialog()).toHaveTextContent(hint);
    unmount();
  }
});

test("embedding needs https", async () => {
  open("/questions/1/show");
  await userEvent.click(await screen.findByRole("button", { name: "Embed" }));
  expect(await dialog()).toHaveTextContent("Embedding needs https");
  expect(screen.queryByRole("button", { name: "Copy HTML" })).toBeNull();
});

test("the urn of a poll with a roll is shut: only the turnout moves, and nobody is offered a look", async () => {
  api.rolls = [{ id: 5, name: "Members", people: 30, public_turnout: false, version: 1 }];
  api.stored = { ...secret, voter_check: "roll", roll_id: 5 };
  open("/questions/1/show");
  expect(await screen.findByText("The urn is shut until the close")).toBeVisible();
  expect(screen.getByText("3 ballots")).toBeVisible();
  expect(screen.queryByRole("button", { name: /Look/ })).toBeNull();
  expect(await screen.findByRole("link", { name: "Members" })).toBeVisible();
  const choices = secret.choices.map(({ id, votes }) => ({ id, votes }));
  act(() => FakeStream.last?.send({ ballots: 4, status: "open", choices }));
  expect(await screen.findByText("4 ballots")).toBeVisible();
  expect(screen.queryByRole("row")).toBeNull();
});

test("a closed poll with a roll has its turnout among those who could vote", async () => {
  api.stored = { ...voted, voter_check: "roll", roll_id: 5, status: "closed", eligible: 30 };
  open("/questions/1/show");
  expect(await screen.findByText("3 of 30 people voted")).toBeVisible();
  expect(await row(/The lake/)).toHaveTextContent("67%");
});

test("the stream says how many can vote, and after the close whether the quorum was reached", async () => {
  api.stored = { ...secret, voter_check: "roll", roll_id: 5, quorum: 0.6667 };
  open("/questions/1/show");
  expect(await screen.findByText("66.67%")).toBeVisible();
  const choices = secret.choices.map(({ id, votes }) => ({ id, votes }));
  const event = { ballots: 3, status: "open", choices, turnout: { ballots: 3, eligible: 30 } };
  act(() => FakeStream.last?.send(event));
  expect(await screen.findByText("3 of 30 people voted")).toBeVisible();
  expect(screen.queryByText(/quorum was/)).toBeNull();
  const quorum = { share: 0.6667, needed: 20, reached: false };
  act(() => FakeStream.last?.send({ ...event, status: "closed", quorum }));
  expect(
    await screen.findByText("The quorum was not reached: 20 people had to vote."),
  ).toBeVisible();
  expect(screen.queryByRole("button", { name: /who has voted/ })).toBeNull();
});

test("after the seal, editors download who has voted, unless the people were forgotten", async () => {
  const saved: File[] = [];
  vi.spyOn(files, "saveFile").mockImplementation((file) => void saved.push(file));
  const sealed_at = "2026-04-01T22:31:00Z";
  api.stored = {
    ...voted,
    voter_check: "roll",
    roll_id: 5,
    status: "closed",
    eligible: 30,
    sealed_at,
  };
  const rows = ["number,name,has_voted", "7,Ann,yes"];
  const others = fetch;
  vi.stubGlobal("fetch", async (url: string, options: RequestInit) => {
    if (!url.includes("/participants")) return others(url, options);
    const headers = { "Content-Disposition": 'attachment; filename="participants-1.csv"' };
    return new Response(rows.map((row) => `${row}\r\n`).join(""), { headers });
  });
  open("/questions/1/show");
  const button = await screen.findByRole("button", { name: "Download who has voted (CSV)" });
  await userEvent.click(button);
  await waitFor(() => expect(saved.map(({ name }) => name)).toEqual(["participants-1.csv"]));
  rows.pop();
  await userEvent.click(button);
  expect(await screen.findByText(/people of this roll were forgotten/)).toBeVisible();
  expect(saved).toHaveLength(1);
});
