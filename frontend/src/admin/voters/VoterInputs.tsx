import { maxLength, TextInput, type Validator } from "react-admin";

/** Inputs for a person. `isNew`: someone without any of the fields could not be told their code. */
export const VoterInputs = ({ isNew = false }: { isNew?: boolean }) => (
  <>
    <TextInput
      source="name"
      validate={isNew ? [someField, maxLength(200)] : maxLength(200)}
      helperText={false}
    />
    <TextInput source="number" validate={maxLength(50)} helperText="resources.voters.number_hint" />
    <TextInput source="email" type="email" validate={maxLength(254)} helperText={false} />
  </>
);

const someField: Validator = (_, { name, number, email }) =>
  name || number || email ? undefined : "resources.voters.some_field";
