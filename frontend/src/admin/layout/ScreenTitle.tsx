import { useGetResourceLabel, useRecordContext, useResourceContext } from "react-admin";
import { bidiIsolate } from "../bidiIsolate";

/** The title of a screen, in its h1 and in the browser tab. A function gets the record, once that is loaded. */
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
      <title>{`${bidiIsolate(shown)} · Polls dashboard`}</title>
    </>
  );
};
