import { Alert, Box, Button, LinearProgress, Typography } from "@mui/material";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import {
  RecordContextProvider,
  ReferenceField,
  ResourceContextProvider,
  useGetList,
  useStore,
  useTranslate,
} from "react-admin";
import { figure, localTime } from "../../shared/locale";
import { ActionDialog } from "../bulk/ActionDialog";
import type { Roll } from "../rolls/roll";
import type { Voter } from "../voters/voter";
import { ASK_WHILE_SENDING, type Mailing, useMail } from "./mailing";

// Mailings that are shown.
const LAST = 5;

/** The last mailings to a roll with their progress, and what keeps them from being sent. */
export const MailOfRoll = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const { data: mailings = [] } = useGetList<Mailing>(
    "mailings",
    {
      filter: { roll_id: roll.id },
      sort: { field: "created_at", order: "DESC" },
      pagination: { page: 1, perPage: LAST },
    },
    { refetchInterval: ({ state }) => isSending(state.data?.data ?? []) && ASK_WHILE_SENDING },
  );
  const { data: mail } = useMail({ refetchInterval: isSending(mailings) && ASK_WHILE_SENDING });
  useRefreshOfPeople(mailings);
  if (!mail) return null;
  return (
    <ResourceContextProvider value="mailings">
      {!mail.is_set_up && (
        <Typography variant="body2" color="textSecondary">
          {translate("resources.mailings.not_set_up")}
        </Typography>
      )}
      {mail.error && (
        <Alert severity="error" variant="outlined">
          {translate("resources.mailings.error", { error: mail.error })}
        </Alert>
      )}
      {mail.is_set_up && <Refused roll={roll} />}
      {mailings.length > 0 && (
        <Box component="ul" aria-label={translate("resources.mailings.list")} sx={list}>
          {mailings.map((mailing) => (
            <RecordContextProvider key={mailing.id} value={mailing}>
              <Row mailing={mailing} />
            </RecordContextProvider>
          ))}
        </Box>
      )}
    </ResourceContextProvider>
  );
};

/** Loads the people again whenever some of them have been handled. */
const useRefreshOfPeople = (mailings: Mailing[]) => {
  const client = useQueryClient();
  const left = mailings.reduce((sum, mailing) => sum + mailing.left, 0);
  const shown = useRef(left);
  useEffect(() => {
    if (shown.current !== left) client.invalidateQueries({ queryKey: ["voters"] });
    shown.current = left;
  }, [left, client]);
};

const isSending = (mailings: Mailing[]) => mailings.some(({ left }) => left > 0);

/** Tells that mail servers refused addresses, and filters the list of people by them. */
const Refused = ({ roll }: { roll: Roll }) => {
  const translate = useTranslate();
  const filter = { roll_id: roll.id, status: "refused" };
  const { total = 0 } = useGetList<Voter>("voters", {
    filter,
    pagination: { page: 1, perPage: 1 },
  });
  const [list, setList] = useStore<object>(`rolls.${roll.id}.people`, {});
  if (total === 0) return null;
  return (
    <Alert
      severity="warning"
      variant="outlined"
      action={
        <Button
          color="inherit"
          size="small"
          onClick={() => setList({ ...list, filter: { status: "refused" }, page: 1 })}
        >
          {translate("resources.mailings.show_refused")}
        </Button>
      }
    >
      {translate("resources.mailings.refused", { smart_count: total })}
    </Alert>
  );
};

const Row = ({ mailing }: { mailing: Mailing }) => {
  const translate = useTranslate();
  const [isStopping, setStopping] = useState(false);
  const { id, kind, people, left, created_at, stopped_at } = mailing;
  const text = (key: string, values?: object) => translate(`resources.mailings.${key}`, values);
  const progress = text("progress", { done: figure(people - left), total: figure(people) });
  return (
    <Box component="li" sx={row}>
      <Box sx={{ flex: "1 1 14rem", minWidth: 0 }}>
        <Typography>
          {text(`values.kind.${kind}`)}
          {mailing.voter_id && (
            <>
              {" · "}
              <ReferenceField source="voter_id" reference="voters" link="edit" />
            </>
          )}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {localTime(created_at)}
          {" · "}
          {stopped_at ? text("stopped", { time: localTime(stopped_at) }) : progress}
        </Typography>
        {left > 0 && (
          <LinearProgress
            variant="determinate"
            value={(100 * (people - left)) / people}
            aria-label={text(`values.kind.${kind}`)}
            aria-valuetext={progress}
            sx={{ mt: 1 }}
          />
        )}
      </Box>
      {left > 0 && (
        <Button variant="outlined" size="small" onClick={() => setStopping(true)}>
          {text("actions.stop.name")}
        </Button>
      )}
      {isStopping && (
        <ActionDialog action="stop" filter={{ id: [id] }} onClose={() => setStopping(false)} />
      )}
    </Box>
  );
};

const list = { m: 0, p: 0, listStyle: "none" };

const row = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: 1.5,
  py: 1.5,
  borderTop: "1px solid var(--rule)",
};
