import type { APIRequestContext } from "@playwright/test";
import { makeUser, type User } from "./accounts";
import { makePoll, type Question, send } from "./polls";
import { closeAndCount, makeRoll, makeRollPoll } from "./rolls";

const HOUR = 3_600_000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR).toISOString();
const choices = (...texts: string[]) => texts.map((choice_text) => ({ choice_text }));

/** Records that the screens of the dashboard show. */
export interface Sample {
  open: Question;
  hidden: Question;
  closed: Question;
  archived: Question;
  draft: Question;
  untouched: Question;
  ofRoll: Question;
  roll: { id: number };
  emptyRoll: { id: number };
  person: { id: number };
  /** A code of a roll, and one of its polls. */
  byCode: { code: string; poll: Question };
  editor: User;
  viewer: User;
}

/** Cast ballots for the choices with these indexes. The poll takes any number of votes of a browser. */
async function vote(request: APIRequestContext, poll: Question, chosen: number[]) {
  for (const index of chosen) {
    const data = { choices: [poll.choices[index]?.id], receipt: crypto.randomUUID() };
    const answer = await request.post(`/api/polls/${poll.slug}/ballots`, { data });
    if (!answer.ok()) throw new Error(await answer.text());
  }
}

/** Create the sample through the API. `request` is signed in as the admin afterwards. */
export async function makeSample(request: APIRequestContext): Promise<Sample> {
  const poll = (values: Parameters<typeof makePoll>[1]) =>
    makePoll(request, { voter_check: "none", ...values });
  const open = await poll({
    question_text: "Where shall we go for the summer trip?",
    choices: choices(
      "The coast",
      "The mountains",
      "A city we don't know yet",
      "Stay home, and swim",
    ),
    closes_at: inHours(24 * 14),
  });
  await vote(request, open, [0, 0, 0, 0, 1, 1, 1, 2, 2, 3]);
  const hidden = await poll({
    question_text: "How should the new garden be planted?",
    choices: choices("Wildflowers for the bees", "Herbs for the kitchen", "Fruit trees"),
    results_visibility: "after_close",
    closes_at: inHours(0.5),
  });
  await vote(request, hidden, [0, 1, 2, 2]);
  const closed = await poll({ question_text: "What shall we name the big meeting room?" });
  await vote(request, closed, [0, 0, 0, 1, 2]);
  await request.put(`/api/admin/questions/${closed.id}`, { data: { closes_at: inHours(0) } });
  const archived = await poll({ question_text: "Which day suits the autumn walk?" });
  await vote(request, archived, [0, 1]);
  await request.put(`/api/admin/questions/${archived.id}`, {
    data: { closes_at: inHours(0), archived: true },
  });
  const draft = await poll({ question_text: "Which talks would you stay for?", draft: true });
  const untouched = await poll({ question_text: "Tea or coffee at the meeting?" });
  await poll({ question_text: "ما هو لونك المفضل؟", choices: choices("أزرق", "أخضر") });
  await poll({ question_text: `What about ${"a very long question ".repeat(8)}?`.slice(0, 200) });
  await poll({ question_text: "Nothing to choose from yet", choices: choices("The only choice") });
  await poll({ question_text: "Who brings the cake?", pub_date: inHours(0.25) });
  // Each roll has a name of its own, and each worker makes a sample.
  const chapter = crypto.randomUUID().slice(0, 4);
  const roll = (name: string) =>
    send<{ id: number }>(request, "/api/admin/rolls", { name: `${name}, chapter ${chapter}` });
  const [members, board] = [await roll("Members"), await roll("Board")];
  const people = [
    { name: "Ann Archer", number: "1001", email: "ann.archer@example.org" },
    { name: "Zoë de la Fontaine-Müller", number: "1002", email: "zoe@example.org" },
    { name: "سارة", number: "1003" },
    { number: "1004" },
    {},
  ];
  const voters = [];
  for (const person of people)
    voters.push(
      await send<{ id: number }>(request, "/api/admin/voters", { roll_id: members.id, ...person }),
    );
  const [person, revoked] = voters as [{ id: number }, { id: number }];
  await send(request, `/api/admin/voters:revoke?filter={"id":[${revoked.id}]}`, {});
  const ofRoll = await makePoll(request, {
    question_text: "Who shall chair the association?",
    voter_check: "roll",
    roll_id: members.id,
    closes_at: inHours(24 * 7),
  });
  const { code } = await send<{ code: string }>(request, `/api/admin/voters/${person.id}/code`, {});
  const { voter } = await send<{ voter: string }>(request, "/api/vote", { code });
  await send(request, `/api/polls/${ofRoll.slug}/ballots`, {
    choices: [ofRoll.choices[0]?.id],
    receipt: crypto.randomUUID(),
    voter,
  });
  const garden = await makeRoll(
    request,
    1,
    `Members of the garden ${crypto.randomUUID().slice(0, 4)}`,
  );
  const byCode = {
    code: garden.codes[0] ?? "",
    poll: await makeRollPoll(request, garden, { question_text: "Who shall chair the garden?" }),
  };
  await makeRollPoll(request, garden, {
    question_text: "מי ישקה את העצים?",
    closes_at: inHours(50),
  });
  await makeRollPoll(request, garden, { question_text: "The budget", pub_date: inHours(24) });
  await closeAndCount(request, await makeRollPoll(request, garden, { question_text: "A pond?" }));
  return {
    ...{ roll: members, emptyRoll: board, person, ofRoll },
    byCode,
    ...{ open, hidden, closed, archived, draft, untouched },
    editor: await makeUser(request, "editor"),
    viewer: await makeUser(request, "viewer"),
  };
}
