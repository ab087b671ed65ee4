import { Button, Chip, Skeleton, Typography } from "@mui/material";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNotify, useTranslate } from "react-admin";
import type { components } from "../../shared/schema";
import { http } from "../http";
import { RevokeButton } from "./RevokeButton";
import { SessionRow, SessionRows } from "./SessionRow";

type OwnSession = components["schemas"]["OwnSession"];

const PATH = "/api/auth/sessions";
// Sessions that are shown at first.
const FEW = 5;

const QUERY_KEY = ["auth", "sessions"];

/** The sessions of the own account. Each but this one can be ended, and all of them at once. */
export const OwnSessions = () => {
  const translate = useTranslate();
  const { data: sessions, error } = useQuery<OwnSession[]>({
    queryKey: QUERY_KEY,
    queryFn: () => http(PATH).then(({ json }) => json),
  });
  const revoke = useRevoke();
  const [all, setAll] = useState(false);

  if (error) return <Typography role="alert">{error.message}</Typography>;
  if (!sessions) return <Skeleton variant="rounded" height="4.5rem" />;
  return (
    <>
      {sessions.length > 1 && (
        <Button variant="outlined" sx={{ mb: 2 }} onClick={() => revoke.mutate("")}>
          {translate("polls.account.revoke_others")}
        </Button>
      )}
      <SessionRows>
        {(all ? sessions : sessions.slice(0, FEW)).map((session) => (
          <SessionRow key={session.id} session={session}>
            {session.current ? (
              <Chip label={translate("polls.account.this_session")} variant="outlined" />
            ) : (
              <RevokeButton session={session} revoke={() => revoke.mutate(`/${session.id}`)} />
            )}
          </SessionRow>
        ))}
      </SessionRows>
      {!all && sessions.length > FEW && (
        <Button onClick={() => setAll(true)}>
          {translate("polls.account.all_sessions", { smart_count: sessions.length })}
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
