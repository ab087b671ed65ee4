import { Box, Button, Chip, Skeleton, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNotify, useTranslate } from "react-admin";
import { localTime } from "../../shared/locale";
import type { components } from "../../shared/schema";
import { http } from "../http";

type OwnSession = components["schemas"]["OwnSession"];

const PATH = "/api/auth/sessions";
const QUERY_KEY = ["auth", "sessions"];

/** The sessions of the own account. Each but this one can be ended, and all of them at once. */
export const OwnSessions = () => {
  const translate = useTranslate();
  const { data: sessions, error } = useQuery<OwnSession[]>({
    queryKey: QUERY_KEY,
    queryFn: () => http(PATH).then(({ json }) => json),
  });
  const revoke = useRevoke();

  if (error)
    return <Typography role="alert">{translate(error.message, { _: error.message })}</Typography>;
  if (!sessions) return <Skeleton variant="rounded" height="4.5rem" />;
  return (
    <>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {sessions.map((session) => (
          <Session
            key={session.id}
            session={session}
            revoke={() => revoke.mutate(`/${session.id}`)}
          />
        ))}
      </Box>
      {sessions.length > 1 && (
        <Button variant="outlined" sx={{ mt: 2 }} onClick={() => revoke.mutate("")}>
          {translate("polls.account.revoke_others")}
        </Button>
      )}
    </>
  );
};

const useRevoke = () => {
  const notify = useNotify();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (path: string) => http(`${PATH}${path}`, { method: "DELETE" }),
    onSuccess: () => notify("polls.account.revoked", { type: "info" }),
    onError: (error) => notify(error.message, { type: "error" }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: QUERY_KEY }),
  });
};

const Session = ({ session, revoke }: { session: OwnSession; revoke: () => void }) => {
  const translate = useTranslate();
  const browser = session.browser || translate("polls.account.unknown_browser");
  const place = [browser, session.address].filter(Boolean).join(" · ");
  return (
    <Box component="li" sx={row}>
      <Box sx={{ flex: "1 1 12rem", minWidth: 0, overflowWrap: "anywhere" }}>
        <Typography>{place}</Typography>
        <Typography variant="body2" color="textSecondary">
          {translate("polls.account.signed_in", { time: localTime(session.created_at) })}
          {" · "}
          {translate("polls.account.last_used", { time: localTime(session.last_used_at) })}
        </Typography>
      </Box>
      {session.current ? (
        <Chip label={translate("polls.account.this_session")} variant="outlined" />
      ) : (
        <Button
          color="inherit"
          variant="outlined"
          onClick={revoke}
          aria-label={translate("polls.account.revoke_session", { session: place })}
        >
          {translate("polls.account.revoke")}
        </Button>
      )}
    </Box>
  );
};

const row = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: 1,
  py: 1.5,
  borderTop: "1px solid var(--rule)",
};
