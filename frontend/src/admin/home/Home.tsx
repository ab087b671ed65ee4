import { Box, Typography } from "@mui/material";
import { CanAccess, CreateButton, Title, useGetList, useTranslate } from "react-admin";
import { ScreenTitle } from "../layout/ScreenTitle";
import { Attention } from "./Attention";
import { BusiestPolls } from "./BusiestPolls";
import { RecentChanges } from "./RecentChanges";
import { REFRESH } from "./refresh";
import { Welcome } from "./Welcome";

const ANY = {
  filter: {},
  pagination: { page: 1, perPage: 1 },
  sort: { field: "id", order: "ASC" },
} as const;

/** The first screen: what needs attention, what is going on, and what was changed. */
export const Home = () => {
  const translate = useTranslate();
  const { total } = useGetList("questions", ANY, REFRESH);
  return (
    <>
      <Title title={<ScreenTitle text="polls.home.title" />} />
      {total === 0 ? (
        <Welcome />
      ) : (
        <Box sx={{ display: "grid", gap: 2 }}>
          <Box sx={head}>
            <Typography variant="h2" id={HEADING}>
              {translate("polls.home.attention")}
            </Typography>
            <CanAccess resource="questions" action="create" accessDenied={null}>
              <CreateButton
                resource="questions"
                variant="contained"
                label={translate("resources.questions.create")}
              />
            </CanAccess>
          </Box>
          <Attention labelledBy={HEADING} />
          <Box sx={columns}>
            <BusiestPolls />
            <CanAccess resource="changes" action="list" accessDenied={null}>
              <RecentChanges />
            </CanAccess>
          </Box>
        </Box>
      )}
    </>
  );
};

const HEADING = "needs-attention";

const head = {
  display: "flex",
  alignItems: "center",
  justifyContent: "space-between",
  minHeight: "2.25rem",
};

const columns = {
  display: "grid",
  gridTemplateColumns: {
    xs: "minmax(0, 1fr)",
    lg: "repeat(auto-fit, minmax(min(100%, 26rem), 1fr))",
  },
  gap: 2,
};
