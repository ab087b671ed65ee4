/**
 * A call that did not succeed; `message` is a sentence for a person.
 *
 * `status` is 0 where no answer of the API came back (offline, timeout, a login page of the network in between):
 * nobody knows then whether the call took effect.
 */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Seconds that the server asks to be left alone. */
    readonly retryAfter = 0,
    /** The API's name for this kind of error; empty where something else answered. */
    readonly code = "",
    /** What the call was about as it is now, where the call was about an older state of it. */
    readonly current?: unknown,
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Longer than any short answer takes on a slow line, shorter than a person waits before reloading the page. */
const TIMEOUT_MS = 20_000;

const NO_ANSWER = "No answer from the server. Check your connection, then try again.";

/** Calls the API and gives the parsed answer; throws nothing but `ApiError`. */
export async function request<T>(
  path: string,
  method = "GET",
  body?: unknown,
  timeout = TIMEOUT_MS,
): Promise<T> {
  const { status, ok, text, retryAfter } = await send(path, method, body, timeout);
  const answer = parse(text);
  if (ok) {
    if (answer === undefined) throw new ApiError(0, NO_ANSWER);
    return answer as T;
  }
  if (isErrorBody(answer)) {
    throw new ApiError(status, answer.message, retryAfter, answer.code, answer.current);
  }
  throw new ApiError(
    status,
    `The server cannot answer now (${status}). Try again in a moment.`,
    retryAfter,
  );
}

async function send(path: string, method: string, body: unknown, timeout: number) {
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeout),
    });
    const { status, ok, headers } = response;
    // A date, which the header may hold as well, counts as nothing.
    const retryAfter = Number(headers.get("Retry-After")) || 0;
    return { status, ok, retryAfter, text: await response.text() };
  } catch {
    throw new ApiError(0, NO_ANSWER);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type ErrorBody = { code?: string; message: string; current?: unknown };

function isErrorBody(answer: unknown): answer is ErrorBody {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "message" in answer &&
    typeof answer.message === "string"
  );
}
