import { Box, Typography } from "@mui/material";
import { useTranslate } from "react-admin";

/** Stands in for the result of a poll with a roll until its close. Nobody can look at it, not even on the record. */
export const ShutUrn = () => {
  const translate = useTranslate();
  return (
    <Box sx={notice}>
      <Typography variant="h2">{translate("resources.questions.page.shut")}</Typography>
      <Typography color="textSecondary">
        {translate("resources.questions.page.shut_hint")}
      </Typography>
    </Box>
  );
};

const notice = {
  display: "grid",
  gap: 1.5,
  borderTop: "1px solid var(--rule)",
  p: { xs: 2, sm: 3 },
};
