import {
  maxLength,
  minLength,
  PasswordInput,
  required,
  SelectInput,
  TextInput,
  useRecordContext,
} from "react-admin";
import { ROLES } from "./user";

export const UserInputs = () => {
  const user = useRecordContext();
  return (
    <>
      <TextInput
        source="username"
        autoComplete="off"
        validate={[required(), maxLength(150)]}
        helperText={false}
      />
      <PasswordInput
        source="password"
        label={user ? "New password" : "Password"}
        autoComplete="new-password"
        validate={user ? minLength(8) : [required(), minLength(8)]}
        helperText={user ? "Leave it empty to keep the one there is." : "At least 8 characters."}
      />
      <SelectInput source="role" choices={ROLES} validate={required()} helperText={false} />
    </>
  );
};
