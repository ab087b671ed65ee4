import { type ReactNode, useState } from "react";
import { type RaRecord, RecordContextProvider, SimpleForm, useRecordContext } from "react-admin";
import type { Wording } from "./merge";
import { Refusal } from "./Refusal";
import { TheirChanges } from "./TheirChanges";
import { useMerge } from "./useMerge";

interface EditFormProps<R extends RaRecord> {
  wording: Wording<R>;
  /** The fields that can't be changed any more in the record as it is now. */
  fixed?: (record: R) => readonly (keyof R)[];
  toolbar: ReactNode;
  children: ReactNode;
}

/**
 * react-admin's form, for a record that others edit, too. However a newer record arrives, with the refusal of a
 * stale save or read again, what was typed stays, and the form goes on from the newer one.
 */
export const EditForm = <R extends RaRecord>(props: EditFormProps<R>) => {
  const record = useRecordContext<R>();
  return record && <RecordForm key={record.id} record={record} {...props} />;
};

const RecordForm = <R extends RaRecord>({
  record,
  toolbar,
  children,
  ...merging
}: EditFormProps<R> & { record: R }) => {
  // With every other record that it is given, react-admin's form starts over, and what was typed is gone.
  const [first] = useState(record);
  const live = (content: ReactNode) => (
    <RecordContextProvider value={record}>{content}</RecordContextProvider>
  );
  return (
    <SimpleForm
      record={first}
      toolbar={live(toolbar)}
      warnWhenUnsavedChanges
      disableInvalidFormNotification
    >
      <News record={record} {...merging} />
      {live(children)}
    </SimpleForm>
  );
};

/** What the form has to tell before its inputs. */
const News = <R extends RaRecord>({
  record,
  wording,
  fixed,
}: Pick<EditFormProps<R>, "wording" | "fixed"> & { record: R }) => {
  const { changes, ...ways } = useMerge(record, wording, fixed);
  return (
    <>
      <Refusal />
      {changes.length > 0 && (
        // Told anew with each version.
        <TheirChanges key={record.version} changes={changes} wording={wording} {...ways} />
      )}
    </>
  );
};
