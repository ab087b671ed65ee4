import { Link } from "@mui/material";
import {
  BooleanInput,
  maxLength,
  minLength,
  PasswordInput,
  required,
  SelectInput,
  TextInput,
  useRecordContext,
  useTranslate,
} from "react-admin";
import { Link as RouterLink } from "react-router-dom";
import { useIsOwnAccount } from "./useIsOwnAccount";
import { ROLES } from "./user";

export const UserInputs = () => {
  const isOwn = useIsOwnAccount();
  return (
    <>
      <TextInput
        source="username"
        autoComplete="off"
        validate={[required(), maxLength(150)]}
        helperText={false}
      />
      {isOwn ? <OwnAccount /> : <AccessInputs />}
    </>
  );
};

const AccessInputs = () => {
  const user = useRecordContext();
  return (
    <>
      <PasswordInput
        source="password"
        label={user && "resources.users.new_password"}
        autoComplete="new-password"
        validate={user ? minLength(8) : [required(), minLength(8)]}
        helperText={`resources.users.${user ? "new_password_hint" : "password_hint"}`}
      />
      <SelectInput source="role" choices={ROLES} validate={required()} helperText={false} />
      <BooleanInput source="active" helperText="resources.users.active_hint" />
    </>
  );
};

/** In place of the inputs that would lock an admin out. */
const OwnAccount = () => {
  const translate = useTranslate();
  return (
    <>
      <SelectInput
        source="role"
        choices={ROLES}
        readOnly
        helperText="resources.users.own_account"
      />
      <Link component={RouterLink} to="/account">
        {translate("resources.users.own_password")}
      </Link>
    </>
  );
};
