import { failure } from "../http";

/** A list as its screen shows it. */
export type ListQuery = {
  resource: string;
  sort: { field: string; order: string };
  filter: unknown;
};

/**
 * All rows of a list as the server's CSV, whole or not at all: a transfer that breaks off throws. It is kept in
 * memory (46 MB for 200,000 polls of two choices), because a plain download would save half a file, and a refusal
 * as one.
 */
export async function exportList(
  query: ListQuery,
  onProgress: (bytes: number) => void,
  signal: AbortSignal,
): Promise<File> {
  const { resource, sort, filter } = query;
  const parameters = new URLSearchParams({
    sort: JSON.stringify([sort.field, sort.order]),
    filter: JSON.stringify(filter),
  });
  const response = await fetch(`/api/admin/${resource}?${parameters}`, {
    headers: { Accept: "text/csv" },
    signal,
  });
  if (!response.ok || !response.body) {
    const { message } = await response.json().catch(() => ({ message: "" }));
    throw failure(response.status, message || "The server does not answer just now.");
  }
  const parts: BlobPart[] = [];
  let bytes = 0;
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    parts.push(part.value);
    bytes += part.value.length;
    onProgress(bytes);
  }
  const name = response.headers.get("Content-Disposition")?.match(/filename="([^"]+)"/)?.[1];
  return new File(parts, name ?? `${resource}.csv`, { type: "text/csv" });
}

/** Lets the browser save a file. */
export function save(file: File): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
