/** The screens of polls over a stub of the API, for tests. */
import { type AuthProvider, Resource } from "react-admin";
import { vi } from "vitest";
import type { Roll } from "../../rolls/roll";
import { openScreen } from "../../testing/openScreen";
import questions from "..";
import type { Question } from "../question";

export const question: Question = {
  id: 1,
  slug: "abcdefghij",
  question_text: "Where to?",
  pub_date: "2026-03-01T09:00:12.345678Z",
  closes_at: "2026-04-01T22:30:45Z",
  voting: "single",
  max_choices: null,
  voter_check: "browser",
  roll_id: null,
  eligible: null,
  quorum: null,
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

/** Reads return `stored`. Writes are recorded, with their addresses, and return `answer(body)`. */
export const api = {
  stored: question,
  rolls: [] as Roll[],
  site: "http://polls.example",
  answer: (_: Partial<Question>): Response => Response.json(api.stored),
  writes: [] as Partial<Question>[],
  calls: [] as string[],
  reads: 0,
};

/** Replaces the browser's `EventSource`. `FakeStream.last` is the newest. */
export class FakeStream extends EventTarget {
  static last: FakeStream | undefined;
  closed = false;

  constructor(readonly url: string) {
    super();
    FakeStream.last = this;
  }

  send(data: object) {
    this.dispatchEvent(new MessageEvent("poll", { data: JSON.stringify(data) }));
  }

  close() {
    this.closed = true;
  }
}

export function stubApi() {
  Object.assign(api, { stored: question, rolls: [], writes: [], calls: [], reads: 0 });
  api.site = "http://polls.example";
  api.answer = () => Response.json(api.stored);
  FakeStream.last = undefined;
  vi.stubGlobal("EventSource", FakeStream);
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: RequestInit = {}) => {
    if (url === "/api/site") return Response.json({ public_url: api.site });
    if (method === "GET" && url.startsWith("/api/admin/rolls")) {
      const headers = { "Content-Range": `rolls 0-9/${api.rolls.length}` };
      return Response.json(api.rolls, { headers });
    }
    if (method === "GET") {
      api.reads += 1;
      return Response.json(api.stored);
    }
    const sent = JSON.parse(String(body ?? "{}"));
    api.calls.push(`${method} ${url}`);
    api.writes.push(sent);
    return api.answer(sent);
  });
}

export const refuse = (status: number, errors: object, message = "Not saved.") => {
  api.answer = () => Response.json({ message, errors }, { status });
};

export const open = (path: string, authProvider?: AuthProvider) =>
  openScreen(
    path,
    <>
      <Resource name="questions" {...questions} />
      <Resource name="rolls" recordRepresentation="name" />
    </>,
    { authProvider },
  );
