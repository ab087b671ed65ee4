import { Box, Link, Typography } from "@mui/material";
import { ReferenceField, Link as RouterLink, useRecordContext, useTranslate } from "react-admin";
import { localTime } from "../../shared/locale";
import { EditForm } from "../editing/EditForm";
import { EditScreen } from "../editing/EditScreen";
import { FormRecordActions, FormToolbar } from "../layout/FormToolbar";
import { useListPath } from "../layout/useListPath";
import { pageOfRoll } from "./pageOfRoll";
import { ReplaceCodeButton } from "./ReplaceCodeButton";
import { VoterInputs } from "./VoterInputs";
import { VoterStatus } from "./VoterStatus";
import { nameOf, type Voter, wording } from "./voter";

const toolbar = (
  <FormToolbar>
    <ReplaceCodeButton />
    <FormRecordActions />
  </FormToolbar>
);

export const VoterEdit = () => (
  <EditScreen<Voter> title={nameOf} redirect={pageOfRoll} sx={{ maxWidth: "38rem" }}>
    <EditForm<Voter> wording={wording} toolbar={toolbar}>
      <Facts />
      <VoterInputs />
    </EditForm>
  </EditScreen>
);

/** The roll and the state of a person, which the form does not change. */
const Facts = () => {
  const voter = useRecordContext<Voter>();
  const translate = useTranslate();
  const roll = useListPath();
  return (
    voter && (
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1.5, mb: 2 }}>
        <Link component={RouterLink} to={roll}>
          <ReferenceField source="roll_id" reference="rolls" link={false} />
        </Link>
        <VoterStatus />
        {voter.revoked_at && (
          <Typography color="textSecondary">
            {translate("resources.voters.revoked_at", { time: localTime(voter.revoked_at) })}
          </Typography>
        )}
      </Box>
    )
  );
};
