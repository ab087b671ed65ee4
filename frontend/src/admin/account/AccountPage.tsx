import { Box, Paper, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Title, useGetIdentity, useTranslate } from "react-admin";
import { ScreenTitle } from "../layout/ScreenTitle";
import { OwnSessions } from "./OwnSessions";
import { PasswordForm } from "./PasswordForm";

/** The own password, and where the account is signed in. */
export const AccountPage = () => {
  const translate = useTranslate();
  const { identity } = useGetIdentity();
  return (
    <Box sx={{ display: "grid", gap: 3, maxWidth: "40rem" }}>
      <Title title={<ScreenTitle text="polls.account.title" />} />
      <Typography color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
        <bdi>{identity?.fullName}</bdi>
      </Typography>
      <Section title={translate("polls.account.password")}>
        <PasswordForm />
      </Section>
      <Section title={translate("polls.account.sessions")}>
        <OwnSessions />
      </Section>
    </Box>
  );
};

const Section = ({ title, children }: { title: string; children: ReactNode }) => (
  <Paper component="section" aria-label={title} sx={{ minWidth: 0, p: { xs: 2, sm: 3 } }}>
    <Typography variant="h2" sx={{ mb: 2 }}>
      {title}
    </Typography>
    {children}
  </Paper>
);
