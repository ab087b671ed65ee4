import { takeAnswer } from "./pageAnswer";

/**
 * A request that failed. `errorText` says so to the voter. `message` is the server's own sentence, in English.
 *
 * `status` is 0 if the API did not answer (offline, timeout, the login page of a public network): the request may or
 * may not have taken effect.
 */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Seconds from the header `Retry-After`, or 0. */
    readonly retryAfter = 0,
    /** The API's name for this kind of error. Empty if the answer does not come from the API. */
    readonly code = "",
    /** The current state of the object that the request was about, if it has changed since the client read it. */
    readonly current?: unknown,
    /** Advice for each field that was refused. */
    readonly errors?: ErrorBody["errors"],
  ) {
    super(message);
    this.name = "ApiError";
  }
}

/** Narrows a caught error. Rethrows a bug of the page. */
export function apiError(error: unknown): ApiError {
  if (!(error instanceof ApiError)) throw error;
  return error;
}

/** Longer than a short answer takes on a slow connection, and shorter than people wait before they reload a page. */
const TIMEOUT_MS = 20_000;

/** Sends a request to the API and returns the parsed answer. Throws only `ApiError`. */
export async function request<T>(
  path: string,
  method = "GET",
  body?: unknown,
  timeout = TIMEOUT_MS,
): Promise<T> {
  const [{ status, ok, headers }, text] = await send(path, method, body, timeout);
  const answer = parse(text);
  if (ok) {
    if (answer === undefined && status !== 204) throw new ApiError(0, "No answer from the server.");
    return answer as T;
  }
  // The header may also hold a date, which is ignored.
  const retryAfter = Number(headers.get("Retry-After")) || 0;
  if (isErrorBody(answer)) {
    throw new ApiError(
      status,
      answer.message,
      retryAfter,
      answer.code,
      answer.current,
      answer.errors,
    );
  }
  throw new ApiError(status, "The answer does not come from the API.", retryAfter);
}

async function send(path: string, method: string, body: unknown, timeout: number) {
  const brought = method === "GET" && takeAnswer(path);
  if (brought) return [new Response(null, { status: brought.status }), brought.text] as const;
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(timeout),
    });
    return [response, await response.text()] as const;
  } catch {
    throw new ApiError(0, "No answer from the server.");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type ErrorBody = {
  code?: string;
  message: string;
  current?: unknown;
  errors?: { [field: string]: unknown };
};

const isErrorBody = (answer: unknown): answer is ErrorBody =>
  typeof (answer as Partial<ErrorBody> | null | undefined)?.message === "string";
