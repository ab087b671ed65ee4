import { Box, Button, Typography } from "@mui/material";
import {
  ReferenceManyField,
  useDelete,
  useDeleteMany,
  useListContext,
  useNotify,
  useTranslate,
} from "react-admin";
import { RevokeButton } from "../account/RevokeButton";
import { type Session, SessionRow, SessionRows } from "../account/SessionRow";

/** Where the user of the record is signed in. Each session can be ended, and all of them at once. */
export const UserSessions = () => {
  const title = useTranslate()("resources.users.sessions");
  return (
    <Box component="section" aria-label={title} sx={{ p: 2 }}>
      <Typography variant="h2" sx={{ mb: 2 }}>
        {title}
      </Typography>
      <ReferenceManyField reference="sessions" target="user_id" sort={LATEST_FIRST} perPage={100}>
        <Sessions />
      </ReferenceManyField>
    </Box>
  );
};

const LATEST_FIRST = { field: "last_used_at", order: "DESC" } as const;

const Sessions = () => {
  const { data: sessions = [], isPending } = useListContext<Session>();
  const translate = useTranslate();
  const ids = sessions.map(({ id }) => id);
  const [revokeAll, { isPending: isRevoking }] = useDeleteMany("sessions", { ids }, useReports());
  if (sessions.length === 0) {
    return <Typography>{isPending ? "" : translate("resources.users.no_sessions")}</Typography>;
  }
  return (
    <>
      <SessionRows>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session}>
            <Revoke session={session} />
          </SessionRow>
        ))}
      </SessionRows>
      {sessions.length > 1 && (
        <Button variant="outlined" sx={{ mt: 2 }} loading={isRevoking} onClick={() => revokeAll()}>
          {translate("resources.users.revoke_all")}
        </Button>
      )}
    </>
  );
};

const Revoke = ({ session }: { session: Session }) => {
  const { id } = session;
  const [revoke] = useDelete("sessions", { id, previousData: session }, useReports());
  return <RevokeButton session={session} revoke={() => revoke()} />;
};

/** The options of a call that revokes sessions. */
const useReports = () => {
  const notify = useNotify();
  return {
    mutationMode: "pessimistic" as const,
    onSuccess: () => notify("polls.account.revoked", { type: "info" }),
    onError: (error: Error) => notify(error.message, { type: "error" }),
  };
};
