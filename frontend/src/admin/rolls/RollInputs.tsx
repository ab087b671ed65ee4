import { BooleanInput, maxLength, required, TextInput } from "react-admin";

export const RollInputs = () => (
  <>
    <TextInput
      source="name"
      validate={[required(), maxLength(150)]}
      helperText="resources.rolls.name_hint"
    />
    <BooleanInput source="public_turnout" helperText="resources.rolls.public_turnout_hint" />
  </>
);
