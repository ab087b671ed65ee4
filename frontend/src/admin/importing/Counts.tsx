import { useTranslate } from "react-admin";
import { figure } from "../../shared/locale";

/** Says how many records are new and how many are updated, if a file does both. */
export const Counts = ({ created, updated }: { created: number; updated: number }) => {
  const translate = useTranslate();
  if (updated === 0) return null;
  const counts = { created: figure(created), updated: figure(updated) };
  return <> {translate("polls.importing.counts", counts)}</>;
};
