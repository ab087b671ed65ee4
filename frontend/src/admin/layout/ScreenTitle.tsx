import { useGetResourceLabel, useRecordContext, useResourceContext } from "react-admin";
import { isolate } from "../isolate";

/** A screen's title, for the h1 and for the browser's tab; it may read the record, where there is one. */
export const ScreenTitle = <R extends object>({
  text,
}: {
  text: string | ((record: R) => string);
}) => {
  const record = useRecordContext() as R | undefined;
  const resource = useResourceContext() ?? "";
  const noun = useGetResourceLabel()(resource, 1);
  const shown = typeof text === "string" ? text : record ? text(record) : noun;
  return (
    <>
      {shown}
      <title>{`${isolate(shown)} · Polls dashboard`}</title>
    </>
  );
};
