import { type ReactNode, useState } from "react";
import { type RaRecord, RecordContextProvider, SimpleForm, useRecordContext } from "react-admin";
import { ConflictNotice } from "./ConflictNotice";
import type { FieldWording } from "./fieldWording";
import { useMerge } from "./useMerge";

interface EditFormProps<R extends RaRecord> {
  wording: FieldWording<R>;
  /** The fields of the current record that can no longer be changed. */
  fixed?: (record: R) => readonly (keyof R)[];
  toolbar: ReactNode;
  children: ReactNode;
}

/**
 * react-admin's form for a record that several people edit. When a newer version arrives, with the refusal of a stale
 * save or from a refetch, the form merges it and keeps unsaved input.
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
  // SimpleForm resets its input whenever its record changes, so it keeps the first one.
  const [first] = useState(record);
  const withCurrentRecord = (content: ReactNode) => (
    <RecordContextProvider value={record}>{content}</RecordContextProvider>
  );
  return (
    <SimpleForm
      record={first}
      toolbar={withCurrentRecord(toolbar)}
      warnWhenUnsavedChanges
      disableInvalidFormNotification
    >
      <FormNotices record={record} {...merging} />
      {withCurrentRecord(children)}
    </SimpleForm>
  );
};

/** The messages above the inputs. */
const FormNotices = <R extends RaRecord>({
  record,
  wording,
  fixed,
}: Pick<EditFormProps<R>, "wording" | "fixed"> & { record: R }) => {
  const { changes, ...actions } = useMerge(record, wording, fixed);
  return (
    changes.length > 0 && (
      // The key scrolls the notice into view for each new version.
      <ConflictNotice key={record.version} changes={changes} wording={wording} {...actions} />
    )
  );
};
