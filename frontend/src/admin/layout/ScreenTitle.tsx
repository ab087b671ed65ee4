import { useRecordContext } from "react-admin";

/** A screen's title, for the h1 and for the browser's tab; it may read the record, once there is one. */
export const ScreenTitle = <R extends object>({
  text,
}: {
  text: string | ((record: R) => string);
}) => {
  const record = useRecordContext() as R | undefined;
  const shown = typeof text === "string" ? text : record && text(record);
  return (
    <>
      {shown}
      <title>{shown ? `${shown} · Polls dashboard` : "Polls dashboard"}</title>
    </>
  );
};
