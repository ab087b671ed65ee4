import { Box, Skeleton, Typography } from "@mui/material";
import {
  RecordContextProvider,
  ResourceContextProvider,
  useCreatePath,
  useGetList,
  useGetResourceLabel,
  useResourceDefinitions,
  useTranslate,
} from "react-admin";
import { localTime } from "../../shared/locale";
import { bidiIsolate } from "../bidiIsolate";
import { useActorName } from "../history/Actor";
import type { Change } from "../history/change";
import { RecordLink } from "../layout/RecordLink";
import { REFRESH } from "./refresh";
import { Note, Section } from "./Section";

const ROWS = 6;
const NEWEST = { field: "at", order: "DESC" } as const;

/** The latest changes, with their authors. */
export const RecentChanges = () => {
  const translate = useTranslate();
  const list = useCreatePath()({ resource: "changes", type: "list" });
  const { data, error } = useGetList<Change>(
    "changes",
    { pagination: { page: 1, perPage: ROWS }, sort: NEWEST, filter: {} },
    REFRESH,
  );
  return (
    <Section
      title={translate("polls.home.changes")}
      more={{ to: list, label: translate("polls.home.all_changes") }}
    >
      {data?.length === 0 && <Note>{translate("polls.home.no_changes")}</Note>}
      {!data && error && <Note>{translate("polls.home.unavailable")}</Note>}
      {!data && !error && <Skeleton variant="rectangular" height="20rem" sx={{ mx: 2 }} />}
      <Box component="ol" sx={{ listStyle: "none", m: 0, p: 0 }}>
        {data?.map((change) => (
          <Entry key={change.id} change={change} />
        ))}
      </Box>
    </Section>
  );
};

const Entry = ({ change }: { change: Change }) => {
  const { at, action } = change;
  const translate = useTranslate();
  const actor = bidiIsolate(useActorName()(change));
  return (
    <Box component="li" sx={entry}>
      <RecordName change={change} />
      <Typography variant="body2" color="textSecondary">
        {translate("resources.changes.on_record", {
          action: translate(`resources.changes.values.action.${action}`),
          actor,
        })}{" "}
        · {localTime(at)}
      </Typography>
    </Box>
  );
};

/** A link to the record, if that still exists and has a screen. A person may have no name, and an export has no record. */
const RecordName = ({ change }: { change: Change }) => {
  const { resource, record_id, action } = change;
  const labelOf = useGetResourceLabel();
  const record = change.record || record_id || labelOf(resource, 2);
  const { [resource]: screens } = useResourceDefinitions();
  const type = screens?.hasShow ? "show" : screens?.hasEdit ? "edit" : undefined;
  if (!type || !record_id || action === "delete")
    return <Box sx={{ fontWeight: 500 }}>{record}</Box>;
  return (
    <ResourceContextProvider value={resource}>
      <RecordContextProvider value={{ id: record_id }}>
        <RecordLink type={type}>{record}</RecordLink>
      </RecordContextProvider>
    </ResourceContextProvider>
  );
};

const entry = { px: 2, py: 1, borderTop: "1px solid var(--rule)", overflowWrap: "anywhere" };
