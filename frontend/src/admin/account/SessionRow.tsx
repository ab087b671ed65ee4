import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslate } from "react-admin";
import { localTime } from "../../shared/locale";
import type { components } from "../../shared/schema";

export type Session = Pick<
  components["schemas"]["SessionRead"],
  "id" | "created_at" | "last_used_at" | "address" | "browser"
>;

/** The browser and the address of a session, in one line. */
export const usePlace = (session: Session) => {
  const unknown = useTranslate()("polls.account.unknown_browser");
  return [session.browser || unknown, session.address].filter(Boolean).join(" · ");
};

/** Where and when a session was opened and used, and `children` at its end. An item of a list. */
export const SessionRow = ({ session, children }: { session: Session; children: ReactNode }) => {
  const translate = useTranslate();
  const place = usePlace(session);
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
      {children}
    </Box>
  );
};

export const SessionRows = ({ children }: { children: ReactNode }) => (
  <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
    {children}
  </Box>
);

const row = {
  display: "flex",
  flexWrap: "wrap",
  alignItems: "center",
  gap: 1,
  py: 1.5,
  borderTop: "1px solid var(--rule)",
};
