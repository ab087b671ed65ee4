import type { APIRequestContext } from "@playwright/test";
import { makePoll, type Question, signIn } from "./polls";

/** A roll of anonymous people. `codes` and `voters` (their ids) are in the same order. */
export interface Roll {
  id: number;
  name: string;
  codes: string[];
  voters: number[];
}

async function call(request: APIRequestContext, path: string, data?: object) {
  const answer = await (data ? request.post(path, { data }) : request.get(path));
  if (!answer.ok()) throw new Error(await answer.text());
  return answer.json();
}

/** Create a roll with people through the API. The name is unique unless it is given. */
export async function makeRoll(
  request: APIRequestContext,
  count = 2,
  name = `Roll ${crypto.randomUUID()}`,
): Promise<Roll> {
  await signIn(request);
  const { id } = await call(request, "/api/admin/rolls", { name });
  const { codes } = await call(request, `/api/admin/rolls/${id}/codes`, { count });
  const filter = encodeURIComponent(JSON.stringify({ roll_id: id }));
  const sort = encodeURIComponent(JSON.stringify(["id", "ASC"]));
  const people = await call(request, `/api/admin/voters?filter=${filter}&sort=${sort}`);
  return { id, name, codes, voters: people.map((person: { id: number }) => person.id) };
}

/** Create a poll for the people on a roll. */
export const makeRollPoll = (
  request: APIRequestContext,
  roll: Roll,
  values: Parameters<typeof makePoll>[1] = {},
): Promise<Question> => makePoll(request, { voter_check: "roll", roll_id: roll.id, ...values });

/** Replace the code of a person, and return the new one. */
export async function replaceCode(request: APIRequestContext, voter: number): Promise<string> {
  const { code } = await call(request, `/api/admin/voters/${voter}/code`, {});
  return code;
}

/** Close a poll, and return the votes of its choices. */
export async function closeAndCount(request: APIRequestContext, poll: Question): Promise<number[]> {
  const data = { closes_at: new Date().toISOString() };
  const closed = await request.put(`/api/admin/questions/${poll.id}`, { data });
  if (!closed.ok()) throw new Error(await closed.text());
  const { choices } = await call(request, `/api/polls/${poll.slug}/results`);
  return choices.map(({ votes }: { votes: number }) => votes);
}
