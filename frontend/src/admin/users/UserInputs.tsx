import {
  maxLength,
  minLength,
  PasswordInput,
  required,
  SelectInput,
  TextInput,
  useRecordContext,
} from "react-admin";
import { texts } from "./messages";
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
        label={user && texts.newPassword}
        autoComplete="new-password"
        validate={user ? minLength(8) : [required(), minLength(8)]}
        helperText={user ? texts.newPasswordHint : texts.passwordHint}
      />
      <SelectInput source="role" choices={ROLES} validate={required()} helperText={false} />
    </>
  );
};
