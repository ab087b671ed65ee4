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
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Longer than any answer takes on a slow line, shorter than a person waits before reloading the page. */
const TIMEOUT_MS = 20_000;

const NO_ANSWER = "No answer from the server. Check your connection, then try again.";

/** Calls the API and gives the parsed answer; throws nothing but `ApiError`. */
export async function request<T>(path: string, method = "GET", body?: unknown): Promise<T> {
  const { status, ok, text } = await send(path, method, body);
  const answer = parse(text);
  if (ok) {
    if (answer === undefined) throw new ApiError(0, NO_ANSWER);
    return answer as T;
  }
  if (isErrorBody(answer)) throw new ApiError(status, answer.message);
  throw new ApiError(status, `The server cannot answer now (${status}). Try again in a moment.`);
}

async function send(path: string, method: string, body: unknown) {
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, ok: response.ok, text: await response.text() };
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

function isErrorBody(answer: unknown): answer is { message: string } {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "message" in answer &&
    typeof answer.message === "string"
  );
}
