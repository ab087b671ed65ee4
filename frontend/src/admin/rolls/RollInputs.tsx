import { maxLength, required, TextInput } from "react-admin";

export const RollInputs = () => (
  <TextInput
    source="name"
    validate={[required(), maxLength(150)]}
    helperText="resources.rolls.name_hint"
  />
);
