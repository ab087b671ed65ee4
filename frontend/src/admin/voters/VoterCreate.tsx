import { ReferenceInput, required, SelectInput, useRecordFromLocation } from "react-admin";
import { CreateScreen } from "../editing/CreateScreen";
import { pageOfRoll } from "./pageOfRoll";
import { VoterInputs } from "./VoterInputs";
import type { Voter } from "./voter";

/** The form for a new person, opened from the page of a roll. */
export const VoterCreate = () => (
  <CreateScreen<Voter>
    title="resources.voters.create"
    redirect={pageOfRoll}
    sx={{ maxWidth: "28rem" }}
  >
    {!useRecordFromLocation()?.roll_id && (
      <ReferenceInput source="roll_id" reference="rolls" sort={{ field: "name", order: "ASC" }}>
        <SelectInput validate={required()} helperText={false} />
      </ReferenceInput>
    )}
    <VoterInputs isNew />
  </CreateScreen>
);
