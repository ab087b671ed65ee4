import { useEffect, useRef, useState } from "react";
import { usePermissions, useTranslate, useTranslateLabel } from "react-admin";
import type { Permission } from "../auth/authProvider";
import {
  type ImportRequest,
  MAX_FILE,
  type Outcome,
  type Preview,
  previewImport,
  runImport,
} from "./importFile";

/** The step of an import: a file is chosen, its columns are matched, it is written, it has ended. */
export type Step =
  | { name: "choose" }
  | { name: "match"; request: ImportRequest; preview: Preview }
  | { name: "write"; done: number; total: number }
  | { name: "end"; outcome: Outcome };

/** The state of one import, and what its user can do. Every record gets `values`. */
export function useImport(resource: string, values?: object) {
  const translate = useTranslate();
  const labels = useLabels(resource);
  const [step, setStep] = useState<Step>({ name: "choose" });
  const [isReading, setReading] = useState(false);
  const [error, setError] = useState("");
  const running = useRef(new AbortController());
  useEffect(() => () => running.current.abort(), []);

  const read = async (request: ImportRequest) => {
    setReading(true);
    setError("");
    try {
      const preview = await previewImport(request);
      const columns = preview.columns.map(({ field }) => field);
      setStep({ name: "match", request: { ...request, columns }, preview });
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setReading(false);
    }
  };

  const open = (source: File | string) => {
    const size = typeof source === "string" ? new Blob([source]).size : source.size;
    if (size > MAX_FILE) setError(translate("polls.importing.too_large"));
    else read({ resource, source, labels, values });
  };

  const write = async (request: ImportRequest, total: number) => {
    running.current = new AbortController();
    const { signal } = running.current;
    setStep({ name: "write", done: 0, total });
    try {
      const onProgress = (done: number) => setStep({ name: "write", done, total });
      setStep({ name: "end", outcome: await runImport(request, onProgress, signal) });
    } catch {
      const message = translate("polls.importing.cancelled");
      const outcome: Outcome = { kind: "refused", message, faults: [], faultCount: 0 };
      setStep({ name: "end", outcome });
    }
  };

  return {
    step,
    isReading,
    error,
    open,
    read,
    write,
    cancel: () => running.current.abort(),
    restart: () => setStep({ name: "choose" }),
  };
}

/** The names of the fields on the screens, by which a column can be called in a file. */
function useLabels(resource: string): Record<string, string> {
  const { permissions = [] } = usePermissions<Permission[]>();
  const labelOf = useTranslateLabel();
  const exported =
    permissions.find((permission) => permission.resource === resource)?.exported ?? [];
  const sources = exported.flatMap((name) => [name, name.split(".")[0] ?? name]);
  return Object.fromEntries(
    sources.map((source) => [String(labelOf({ resource, source })), source]),
  );
}
