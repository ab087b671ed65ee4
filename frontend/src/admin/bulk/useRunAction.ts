import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  type DataProvider,
  type RaRecord,
  useDataProvider,
  useNotify,
  useResourceContext,
  useTranslate,
} from "react-admin";
import { useActionTexts } from "./actionTexts";
import type { ActionOutcome, BulkCalls } from "./bulkCalls";

interface Run {
  action: string;
  filter: object;
  record?: RaRecord;
}

/** Runs an action, reports its outcome in a notification, and loads the records again. */
export const useRunAction = ({ action, filter, record }: Run, onSuccess: () => void) => {
  const resource = useResourceContext() ?? "";
  const dataProvider = useDataProvider<DataProvider & BulkCalls>();
  const queryClient = useQueryClient();
  const notify = useNotify();
  const report = useReport(action);

  const { mutate, isPending, error } = useMutation({
    // The variables tell queryClient.ts which record to load again after a conflict.
    mutationFn: async (_: { resource: string; id?: unknown }): Promise<ActionOutcome> => {
      if (action !== "delete" || !record)
        return dataProvider.runAction(resource, { action, filter });
      // Refused if someone else has changed the record since it was loaded.
      await dataProvider.delete(resource, { id: record.id, previousData: record });
      return { records: 1, changed: 1 };
    },
    onSuccess: (outcome) => {
      notify(report(outcome), { type: "success" });
      onSuccess();
      const isDeleted = (key: readonly unknown[]) => action === "delete" && key[1] === "getOne";
      queryClient.invalidateQueries({
        queryKey: [resource],
        predicate: ({ queryKey }) => !isDeleted(queryKey),
      });
    },
  });
  const variables = record ? { resource, id: record.id } : { resource };
  return { run: () => mutate(variables), isRunning: isPending, error };
};

const useReport = (action: string) => {
  const translate = useTranslate();
  const { text } = useActionTexts(action);
  return ({ records, changed }: ActionOutcome) => {
    const done = text("done", changed);
    if (records === changed) return done;
    return translate("polls.bulk.report", { done, kept: text("kept", records - changed) });
  };
};
