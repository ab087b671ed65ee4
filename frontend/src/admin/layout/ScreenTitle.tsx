import {
  useGetResourceLabel,
  useRecordContext,
  useResourceContext,
  useTranslate,
} from "react-admin";
import { DocumentTitle } from "./DocumentTitle";

/**
 * The title of a screen, in its h1 and in the browser tab: a key of the messages, or a function that gets the record, once
 * that is loaded.
 */
export const ScreenTitle = <R extends object>({
  text,
}: {
  text: string | ((record: R) => string);
}) => {
  const record = useRecordContext() as R | undefined;
  const resource = useResourceContext() ?? "";
  const translate = useTranslate();
  const noun = useGetResourceLabel()(resource, 1);
  const shown = typeof text === "string" ? translate(text) : record ? text(record) : noun;
  return (
    <>
      {shown}
      <DocumentTitle screen={shown} />
    </>
  );
};
