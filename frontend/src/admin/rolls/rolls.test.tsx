/** Rolls, their people and codes, over a stub of the API. */
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Resource } from "react-admin";
import { beforeEach, expect, test, vi } from "vitest";
import { LANGUAGE_TAGS } from "../../shared/languages";
import * as files from "../exporting/exportList";
import { PROPOSED } from "../mailings/proposedMessages";
import { accountWith, openScreen } from "../testing/openScreen";
import voters from "../voters";
import type { Voter } from "../voters/voter";
import rolls from ".";
import { CARD } from "./cardMessages";

const roll = { id: 3, name: "Members", people: 2, version: 1 };
const person = (id: number, values: Partial<Voter> = {}): Voter => ({
  id,
  roll_id: 3,
  name: null,
  number: null,
  email: null,
  status: "new",
  created_at: "2026-03-01T09:00:00Z",
  revoked_at: null,
  version: 1,
  ...values,
});

const api = {
  rolls: [roll],
  people: [] as Voter[],
  polls: [] as object[],
  mailings: [] as object[],
  mail: {},
  asked: [] as URL[],
  writes: [] as { call: string; body: unknown }[],
  answer: (_call: string): Response | undefined => undefined,
};

const listed = (rows: object[]) =>
  Response.json(rows, { headers: { "Content-Range": `rows 0-9/${rows.length}` } });

beforeEach(() => {
  Object.assign(api, { rolls: [roll], polls: [], mailings: [], asked: [], writes: [] });
  api.mail = {
    is_set_up: false,
    default_language: "en",
    sender: null,
    per_minute: 0,
    error: null,
  };
  api.people = [person(7, { name: "Ann", number: "12", email: "ann@example.org" }), person(8)];
  api.answer = () => undefined;
  // A wide screen, on which lists are tables.
  vi.stubGlobal("matchMedia", (query: string) => ({
    matches: query.includes("min-width"),
    addEventListener: () => {},
    removeEventListener: () => {},
  }));
  vi.stubGlobal("fetch", async (path: string, { method = "GET", body }: RequestInit = {}) => {
    const url = new URL(path, "http://polls.example");
    const [, , , resource, id] = url.pathname.split("/");
    api.asked.push(url);
    const call = `${method} ${url.pathname.replace("/api/admin/", "")}`;
    const isJson = String(body).startsWith("{");
    if (method !== "GET") api.writes.push({ call, body: isJson ? JSON.parse(String(body)) : body });
    const answer = api.answer(call);
    if (answer) return answer;
    if (resource?.endsWith(":delete"))
      return Response.json({
        records: 1,
        applicable: 1,
        related: [{ resource: "people", count: 2 }],
      });
    if (resource?.endsWith(":facets")) return Response.json({ facets: {} });
    if (resource === "rolls") return id ? Response.json(roll) : listed(api.rolls);
    if (resource === "questions") return listed(api.polls);
    if (resource === "mail") return Response.json(api.mail);
    if (resource === "mailings" && method === "GET") return listed(api.mailings);
    if (url.search.includes("refused"))
      return listed(api.people.filter(({ status }) => status === "refused"));
    if (method === "POST") return Response.json(person(9), { status: 201 });
    return id ? Response.json(api.people[0]) : listed(api.people);
  });
});

const EDITOR = ["list", "show", "create", "edit", "delete", "import", "export"];
const editor = accountWith(
  { resource: "rolls", actions: EDITOR },
  { resource: "voters", actions: EDITOR, bulk: ["revoke"], facets: { status: ["new", "revoked"] } },
  { resource: "questions", actions: EDITOR },
  { resource: "mailings", actions: ["list", "create"], bulk: ["stop"] },
);
const viewer = accountWith(
  { resource: "rolls", actions: ["list", "show"] },
  { resource: "questions", actions: ["list", "show"] },
);

const open = (path: string, authProvider = editor) =>
  openScreen(
    path,
    <>
      <Resource name="rolls" {...rolls} />
      <Resource name="voters" {...voters} />
      <Resource name="questions" recordRepresentation="question_text" />
    </>,
    { authProvider },
  );
const press = async (name: string | RegExp) =>
  userEvent.click(await screen.findByRole("button", { name }));
const choose = async (shown: Pick<typeof screen, "getByRole">, language: string) => {
  await userEvent.click(shown.getByRole("combobox", { name: "Language" }));
  await userEvent.click(await screen.findByRole("option", { name: language }));
};
const dialog = async (name: string) => within(await screen.findByRole("dialog", { name }));

test("an empty list of rolls says what a roll is, and leads to the first one", async () => {
  api.rolls = [];
  open("/rolls");
  expect(await screen.findByText("No rolls yet")).toBeVisible();
  expect(screen.getByText(/list of people who may vote/)).toBeVisible();
  expect(await screen.findByRole("link", { name: "Create the first roll" })).toHaveAttribute(
    "href",
    "/rolls/create",
  );
});

test("the page of a roll lists its polls and its own people, by name or else as anonymous", async () => {
  api.polls = [{ id: 1, question_text: "Where to?", status: "open" }];
  open("/rolls/3/show");
  expect(await screen.findByText("2 people may vote")).toBeVisible();
  expect(await screen.findByRole("link", { name: "Where to?" })).toBeVisible();
  expect(await screen.findByRole("row", { name: /Ann 12 ann@example.org New/ })).toBeVisible();
  expect(screen.getByRole("link", { name: "Anonymous 8" })).toBeVisible();
  const lists = api.asked.filter(({ pathname }) => pathname === "/api/admin/voters");
  expect(lists.map(({ searchParams }) => searchParams.get("filter"))).toEqual(['{"roll_id":3}']);
});

test("viewers see the roll and none of its people", async () => {
  open("/rolls/3/show", viewer);
  expect(await screen.findByText("2 people may vote")).toBeVisible();
  await waitFor(() => expect(screen.queryByRole("progressbar")).toBeNull());
  expect(screen.queryByRole("heading", { name: "People" })).toBeNull();
  expect(screen.queryByRole("button", { name: /codes|Delete/ })).toBeNull();
  expect(api.asked.filter(({ pathname }) => pathname.includes("voters"))).toEqual([]);
});

test("a roll that a poll uses is not deleted, and the dialog says why", async () => {
  const message = "A poll uses this roll, so it can't be deleted.";
  api.answer = (call) =>
    call === "DELETE rolls/3"
      ? Response.json({ code: "roll_in_use", message, errors: {} }, { status: 409 })
      : undefined;
  open("/rolls/3/show");
  await press("Delete");
  const asked = await dialog("Delete “\u2068Members\u2069”?");
  expect(await asked.findByText("2 people")).toBeVisible();
  await userEvent.click(asked.getByRole("button", { name: "Delete" }));
  expect(await asked.findByText(message)).toBeVisible();
});

test("people are imported into the roll of the page", async () => {
  open("/rolls/3/show");
  await press("Import");
  await userEvent.click(screen.getByRole("textbox", { name: "Or paste cells" }));
  await userEvent.paste("name\nBob");
  api.answer = () => Response.json({ message: "No.", errors: {} }, { status: 422 });
  await press("Continue");
  expect(await screen.findByText("No.")).toBeVisible();
  const sent = api.asked.at(-1);
  expect(sent?.pathname).toBe("/api/admin/voters:import");
  expect(sent?.searchParams.get("values")).toBe('{"roll_id":3}');
});

test("a person is added to the roll, and not without a name, a number or an address", async () => {
  open("/rolls/3/show");
  await userEvent.click(await screen.findByRole("link", { name: "Add a person" }));
  await press("Save");
  expect(await screen.findByText(/Enter a name, a number or an e-mail/)).toBeVisible();
  await userEvent.type(screen.getByRole("textbox", { name: "Number" }), "7");
  await press("Save");
  expect(await screen.findByText("2 people may vote")).toBeVisible();
  expect(api.writes).toEqual([{ call: "POST voters", body: { roll_id: 3, number: "7" } }]);
});

test("people are added to the same roll one after another", async () => {
  open("/rolls/3/show");
  await userEvent.click(await screen.findByRole("link", { name: "Add a person" }));
  await userEvent.type(await screen.findByRole("textbox", { name: "Name" }), "Bob");
  await press("More options");
  await userEvent.click(await screen.findByRole("menuitem", { name: "Save and add another" }));
  await waitFor(() => expect(screen.getByRole("textbox", { name: "Name" })).toHaveValue(""));
  await userEvent.type(screen.getByRole("textbox", { name: "Name" }), "Cem");
  await press("Save");
  await waitFor(() => expect(api.writes).toHaveLength(2));
  expect(api.writes.map(({ body }) => body)).toEqual([
    { roll_id: 3, name: "Bob" },
    { roll_id: 3, name: "Cem" },
  ]);
});

test("anonymous codes are made in the number that was typed, shown, and saved as a file", async () => {
  const codes = ["abcd-efgh-jkmn", "pqrs-tuvw-xyz2"];
  const saved: File[] = [];
  vi.spyOn(files, "saveFile").mockImplementation((file) => void saved.push(file));
  api.answer = (call) =>
    call === "POST rolls/3/codes" ? Response.json({ codes }, { status: 201 }) : undefined;
  open("/rolls/3/show");
  await press("Make anonymous codes…");
  const form = await dialog("Make anonymous codes");
  const count = form.getByRole("spinbutton", { name: "How many" });
  await userEvent.type(count, "10001");
  expect(form.getByRole("button", { name: /^Make/ })).toBeDisabled();
  await userEvent.clear(count);
  await userEvent.type(count, "2{Enter}");

  const shown = await dialog("2 codes");
  expect(api.writes).toEqual([{ call: "POST rolls/3/codes", body: { count: 2 } }]);
  expect(shown.getByRole("textbox", { name: "Codes" })).toHaveValue(codes.join("\n"));
  expect(shown.getByText(/Later, only the print sheet/)).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await userEvent.click(shown.getByRole("button", { name: "Download CSV" }));
  expect(saved[0]?.name).toBe("Members.csv");
  expect(await saved[0]?.text()).toBe("code\r\nabcd-efgh-jkmn\r\npqrs-tuvw-xyz2\r\n");
  await userEvent.click(shown.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("the sheet has a card for each person without an address, and everyone if asked", async () => {
  const cards = [
    { id: 8, name: "Ann", number: "12", code: "abcd-efgh-jkmn" },
    { id: 9, name: null, number: null, code: "pqrs-tuvw-xyz2" },
  ].map((card) => ({ ...card, link: `https://polls.example/vote#${card.code}`, qr: "data:," }));
  const printed = vi.fn();
  vi.stubGlobal("print", printed);
  api.answer = (call) => (call === "GET rolls/3/cards" ? Response.json(cards) : undefined);
  open("/rolls/3/show");
  await userEvent.click(await screen.findByRole("link", { name: "Print sheet" }));
  expect(await screen.findByText("2 people without an e-mail address get a card")).toBeVisible();
  const [ann, anonymous] = screen.getAllByRole("listitem");
  expect(ann).toHaveTextContent(/^AnnNumber 12Members.*polls\.example\/voteabcd-efgh-jkmn$/);
  expect(anonymous).toHaveTextContent(/^Members.*pqrs-tuvw-xyz2$/);
  await choose(screen, "العربية");
  expect(ann?.closest("[dir]")).toHaveAttribute("dir", "rtl");
  expect(ann).toHaveAttribute("lang", "ar");
  expect(ann).toHaveTextContent(/^Annالرقم 12Members.*polls\.example\/voteabcd-efgh-jkmn$/);
  for (const text of ["abcd-efgh-jkmn", "polls.example/vote"])
    expect(within(ann as HTMLElement).getByText(text)).toHaveAttribute("dir", "ltr");
  await press("Print");
  expect(printed).toHaveBeenCalledOnce();

  cards.length = 0;
  await userEvent.click(screen.getByRole("link", { name: "Include people with an address" }));
  expect(await screen.findByText("0 people get a card")).toBeVisible();
  await userEvent.click(screen.getByRole("link", { name: "Only people without an address" }));
  expect(await screen.findByText("Everyone has an address")).toBeVisible();
  expect(screen.queryByRole("button", { name: "Print" })).toBeNull();
  const asked = api.asked.filter(({ pathname }) => pathname.endsWith("/cards"));
  expect(asked.map(({ searchParams }) => searchParams.get("people"))).toEqual([
    "without_email",
    "all",
    "without_email",
  ]);
});

test("the codes of everyone are saved as a file named after the roll", async () => {
  const saved: File[] = [];
  vi.spyOn(files, "saveFile").mockImplementation((file) => void saved.push(file));
  api.answer = (call) =>
    call === "GET rolls/3/cards" ? new Response("name,code", { status: 200 }) : undefined;
  open("/rolls/3/show");
  await press("Download CSV");
  await waitFor(() => expect(saved).toHaveLength(1));
  expect(saved[0]?.name).toBe("Members.csv");
  expect(await saved[0]?.text()).toBe("name,code");
  expect(api.asked.at(-1)?.search).toBe("?people=all&format=csv");
});

test("a code is replaced after a question, and the new one can be copied", async () => {
  api.answer = (call) =>
    call === "POST voters/7/code" ? Response.json({ code: "abcd-efgh-jkmn" }) : undefined;
  open("/voters/7");
  await press("Replace code…");
  expect(api.writes).toEqual([]);
  await press("Replace code");
  const shown = await dialog("The new code");
  const copied = vi.spyOn(navigator.clipboard, "writeText");
  await userEvent.click(shown.getByRole("button", { name: "Copy" }));
  expect(copied).toHaveBeenCalledWith("abcd-efgh-jkmn");
  expect(shown.queryByRole("button", { name: "Download CSV" })).toBeNull();
});

test("someone who was revoked gets no new code", async () => {
  api.people = [person(7, { name: "Ann", status: "revoked", revoked_at: "2026-03-02T09:00:00Z" })];
  open("/voters/7");
  expect(await screen.findByText("Revoked")).toBeVisible();
  expect(screen.getByRole("link", { name: "Cancel" })).toHaveAttribute("href", "/rolls/3/show");
  expect(screen.queryByRole("button", { name: /Replace code/ })).toBeNull();
});

const SET_UP = {
  is_set_up: true,
  default_language: "de",
  sender: "Polls <polls@example.org>",
  per_minute: 60,
  error: null,
};
const mailing = {
  id: 5,
  roll_id: 3,
  voter_id: null,
  kind: "reminder",
  created_at: "2026-03-01T09:00:00Z",
  stopped_at: null,
  people: 25_000,
  left: 23_760,
};

test("without a mail server, the page says what to set, and offers the sheet and the file", async () => {
  open("/rolls/3/show");
  expect(await screen.findByText(/set SMTP_URL, MAIL_FROM and PUBLIC_URL/)).toBeVisible();
  expect(screen.getByRole("link", { name: "Print sheet" })).toBeVisible();
  expect(screen.queryByRole("button", { name: /Invite|Remind/ })).toBeNull();
});

test("an invitation is corrected, previewed, tested and sent", async () => {
  api.mail = SET_UP;
  const refused = { subject: "There is no {code}." };
  const answers: Record<string, () => Response> = {
    "POST mailings:test": () => new Response(null, { status: 204 }),
    "POST mailings": () => Response.json({ ...mailing, people: 2 }, { status: 201 }),
  };
  api.answer = (call) => answers[call]?.();
  open("/rolls/3/show");
  await press("Invite…");
  const form = await dialog("Invite people");
  expect(await form.findByText(/^The invitation goes to 2 people/)).toBeVisible();
  const subject = form.getByRole("textbox", { name: "Subject" });
  expect(subject).toHaveValue("Ihre Stimme: {roll}");
  await choose(form, "English");
  expect(subject).toHaveValue("Your vote: {roll}");

  answers["POST mailings:preview"] = () =>
    Response.json({ message: "Please correct.", errors: refused }, { status: 422 });
  await userEvent.click(form.getByRole("button", { name: "Preview" }));
  expect(await form.findByText("There is no {code}.")).toBeVisible();
  expect(subject).toBeInvalid();

  answers["POST mailings:preview"] = () =>
    Response.json({ subject: "Vote!", text: "Hello Ann", html: "<p>Hello Ann" });
  await userEvent.clear(subject);
  await userEvent.type(subject, "Vote!");
  await userEvent.click(form.getByRole("button", { name: "Preview" }));
  const shown = await form.findByTitle("Preview");
  expect(shown).toHaveAttribute("srcdoc", "<p>Hello Ann");
  expect(shown).toHaveAttribute("sandbox", "");
  expect(form.getByText("Hello Ann")).toBeVisible();

  await userEvent.type(form.getByRole("textbox", { name: "Send a test to" }), "me@example.org");
  await userEvent.click(form.getByRole("button", { name: "Send test" }));
  expect(await screen.findByText("The test was sent")).toBeVisible();
  await userEvent.click(form.getByRole("button", { name: "Send" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const draft = { roll_id: 3, kind: "invitation", subject: "Vote!" };
  expect(api.writes.slice(-2)).toEqual([
    {
      call: "POST mailings:test",
      body: expect.objectContaining({ ...draft, to: "me@example.org" }),
    },
    { call: "POST mailings", body: expect.objectContaining(draft) },
  ]);
});

test("the proposed text follows the language, and what was edited stays", async () => {
  api.mail = SET_UP;
  open("/rolls/3/show");
  await press("Remind…");
  const form = await dialog("Remind people");
  const [subject, text] = ["Subject", "Text"].map((name) => form.getByRole("textbox", { name }));
  expect(subject).toHaveValue("Bitte stimmen Sie ab: {roll}");
  await userEvent.clear(subject as HTMLElement);
  await userEvent.type(subject as HTMLElement, "Noch ein Tag");
  await choose(form, "العربية");
  expect(subject).toHaveValue("Noch ein Tag");
  expect(text).toHaveValue(PROPOSED.ar.reminder.text);
  expect(text).toHaveAttribute("lang", "ar");
  api.answer = () => Response.json({ ...mailing, people: 2 }, { status: 201 });
  await userEvent.click(form.getByRole("button", { name: "Send" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  const { text: sent } = PROPOSED.ar.reminder;
  expect(api.writes.at(-1)?.body).toMatchObject({
    language: "ar",
    subject: "Noch ein Tag",
    text: sent,
  });
});

test("each language has proposed texts of its own, with the same placeholders", () => {
  const { en } = PROPOSED;
  const placeholders = (text: string) => text.match(/{\w+}/g)?.sort();
  for (const language of LANGUAGE_TAGS)
    for (const kind of ["invitation", "reminder", "replacement"] as const)
      for (const field of ["subject", "text"] as const) {
        const text = PROPOSED[language][kind][field];
        const where = `${language}, ${kind}, ${field}`;
        expect(placeholders(text), where).toEqual(placeholders(en[kind][field]));
        if (language !== "en") expect(text, where).not.toBe(en[kind][field]);
        expect(/\p{Script=Arabic}/u.test(text), where).toBe(language === "ar");
      }
  // As on the voter's page, Arabic addresses one person: no word ends in the plural's suffix.
  expect(JSON.stringify(PROPOSED.ar)).not.toMatch(/كم(?!\p{L})/u);
  const ofCards = LANGUAGE_TAGS.map((language) => CARD[language].enter);
  expect(new Set(ofCards.filter((text) => text.trim())).size).toBe(LANGUAGE_TAGS.length);
});

test("a mailing shows its progress, and is stopped; refused addresses and the server's error are shown", async () => {
  api.mail = { ...SET_UP, error: "Connection refused" };
  api.mailings = [mailing];
  api.people = [person(7, { name: "Ann", email: "ann@x.test", status: "refused" })];
  api.answer = (call) =>
    call === "GET mailings:stop"
      ? Response.json({ records: 1, applicable: 1 })
      : call === "POST mailings:stop"
        ? Response.json({ records: 1, changed: 1 })
        : undefined;
  open("/rolls/3/show");
  expect(await screen.findByText(/1,240 of 25,000 handled/)).toBeVisible();
  expect(screen.getByText(/Connection refused/)).toBeVisible();
  expect(await screen.findByText(/^1 address was refused/)).toBeVisible();
  await press("Show");
  // The screen asks for its mailings again and again, so the list may not be the last that it asked for.
  const list = '?filter={"status":"refused","roll_id":3}&range=[0,24]';
  await waitFor(() =>
    expect(api.asked.map(({ search }) => decodeURIComponent(search))).toContainEqual(
      expect.stringContaining(list),
    ),
  );
  await press("Stop");
  const asked = await dialog("Stop sending?");
  await userEvent.click(asked.getByRole("button", { name: "Stop" }));
  await waitFor(() => expect(api.writes.map(({ call }) => call)).toEqual(["POST mailings:stop"]));
});

test("a new code can be sent to the person's address, and stays in sight until it is sent", async () => {
  api.mail = SET_UP;
  const answers: Record<string, Response> = {
    "POST voters/7/code": Response.json({ code: "abcd-efgh-jkmn" }),
    "POST mailings": Response.json({ ...mailing, people: 1 }, { status: 201 }),
  };
  api.answer = (call) => answers[call];
  open("/voters/7");
  await press("Replace code…");
  await press("Replace code");
  await press("Send by mail…");
  const form = await dialog("Mail the new code");
  expect(form.getByText("One message goes to ann@example.org.")).toBeVisible();
  await userEvent.click(form.getByRole("button", { name: "Cancel" }));
  expect((await dialog("The new code")).getByRole("textbox")).toHaveValue("abcd-efgh-jkmn");
  await press("Send by mail…");
  await press("Send");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(api.writes.at(-1)?.body).toMatchObject({ kind: "replacement", roll_id: 3, voter_id: 7 });
});
