import { HttpError } from "ra-core";
import type { components } from "../../shared/schema";
import { timeZone } from "../dates/zonedTime";
import { fetchSignedIn } from "../http";

export type Preview = components["schemas"]["ImportPreview"];
export type Fault = components["schemas"]["Fault"];

/** Bytes of a file that the API accepts. */
export const MAX_FILE = 5_000_000;

/**
 * A file, or pasted cells, and how to read it. Without `columns`, the API guesses them from names and `labels`. Every
 * record has `values`, whatever the file says.
 */
export type ImportRequest = {
  resource: string;
  source: File | string;
  columns?: (string | null)[];
  labels?: Record<string, string>;
  values?: object;
  encoding?: string;
};

/** True if this browser's language writes the month first, as in 2/1/2026 for the first of February. */
const monthFirst = () =>
  new Intl.DateTimeFormat(navigator.language).formatToParts(0)[0]?.type === "month";

const post = (request: ImportRequest, preview: boolean, signal?: AbortSignal) => {
  const { resource, source, columns, labels, values, encoding } = request;
  const parameters = new URLSearchParams({
    preview: String(preview),
    zone: timeZone,
    dates: monthFirst() ? "month_first" : "day_first",
    ...(columns ? { columns: JSON.stringify(columns) } : { labels: JSON.stringify(labels ?? {}) }),
    ...(values && { values: JSON.stringify(values) }),
    ...(encoding && { encoding }),
  });
  return fetchSignedIn(`/api/admin/${resource}:import?${parameters}`, {
    method: "POST",
    headers: { "Content-Type": "text/csv" },
    body: source,
    signal,
  });
};

/** Asks how a file will be read. */
export const previewImport = async (request: ImportRequest): Promise<Preview> =>
  (await post(request, true)).json();

/** The end of an import. A `refused` one has created nothing. Of a `lost` one, only the list can tell. */
export type Outcome =
  | { kind: "created"; created: number; updated: number }
  | { kind: "refused"; message: string; faults: Fault[]; faultCount: number }
  | { kind: "lost" };

type Line = {
  done?: number;
  total?: number;
  created?: number;
  updated?: number;
  message?: string;
  faults?: Fault[];
  fault_count?: number;
};

const refused = ({ message = "", faults = [], fault_count = 0 }: Line): Outcome => ({
  kind: "refused",
  message,
  faults,
  faultCount: fault_count,
});

/**
 * Imports a file. The response has a line for each step of the progress, and a last one with the outcome, which is
 * sent after the commit. Only that line says that the records exist. Rejects if `signal` aborts the import.
 */
export async function runImport(
  request: ImportRequest,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Outcome> {
  let last: Line | undefined;
  try {
    const response = await post(request, false, signal);
    for await (const line of linesOf(response)) {
      last = JSON.parse(line) as Line;
      if (last.done !== undefined) onProgress(last.done, last.total ?? 0);
    }
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof HttpError && error.status > 0) return refused(error.body);
    return { kind: "lost" };
  }
  if (last?.created !== undefined)
    return { kind: "created", created: last.created, updated: last.updated ?? 0 };
  return last?.message === undefined ? { kind: "lost" } : refused(last);
}

async function* linesOf(response: Response): AsyncGenerator<string> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    const lines = (rest + part.value).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}
