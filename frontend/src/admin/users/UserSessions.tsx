import { Box, Button, Typography } from "@mui/material";
import {
  DeleteWithConfirmButton,
  ReferenceManyField,
  useDeleteMany,
  useListContext,
  useTranslate,
} from "react-admin";
import { type Session, SessionRow, SessionRows, usePlace } from "../account/SessionRow";

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
  const [revokeAll, { isPending: isRevoking }] = useDeleteMany(
    "sessions",
    { ids },
    { mutationMode: "pessimistic" },
  );
  if (sessions.length === 0) {
    return <Typography>{isPending ? "" : translate("resources.users.no_sessions")}</Typography>;
  }
  return (
    <>
      <SessionRows>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session}>
            <RevokeButton session={session} />
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

const RevokeButton = ({ session }: { session: Session }) => {
  const translate = useTranslate();
  const place = usePlace(session);
  return (
    <DeleteWithConfirmButton
      resource="sessions"
      record={session}
      redirect={false}
      mutationMode="pessimistic"
      icon={null}
      label={translate("polls.account.revoke")}
      aria-label={translate("polls.account.revoke_session", { session: place })}
      confirmTitle={translate("polls.account.revoke_session", { session: place })}
      confirmContent="resources.users.revoke_hint"
    />
  );
};
