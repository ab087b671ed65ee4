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
        label={user && "resources.users.new_password"}
        autoComplete="new-password"
        validate={user ? minLength(8) : [required(), minLength(8)]}
        helperText={`resources.users.${user ? "new_password_hint" : "password_hint"}`}
      />
      <SelectInput source="role" choices={ROLES} validate={required()} helperText={false} />
    </>
  );
};
