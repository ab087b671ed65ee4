import { useTranslate } from "react-admin";
import { bidiIsolate } from "../bidiIsolate";

/** The title of the browser tab. */
export const DocumentTitle = ({ screen }: { screen: string }) => {
  const translate = useTranslate();
  return <title>{translate("polls.layout.document_title", { screen: bidiIsolate(screen) })}</title>;
};
