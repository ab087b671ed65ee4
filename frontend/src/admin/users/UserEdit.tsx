import { DeleteWithConfirmButton, Edit, SimpleForm, TopToolbar } from "react-admin";
import { FormToolbar } from "../layout/FormToolbar";
import { ScreenTitle } from "../layout/ScreenTitle";
import { UserInputs } from "./UserInputs";
import type { User } from "./user";

const actions = (
  <TopToolbar>
    <DeleteWithConfirmButton />
  </TopToolbar>
);

/** An empty password is no password at all: the one there is stays. */
const toPayload = ({ password, ...user }: User & { password?: string | null }) =>
  password ? { ...user, password } : user;

export const UserEdit = () => (
  <Edit
    title={<ScreenTitle<User> text={(user) => user.username} />}
    actions={actions}
    transform={toPayload}
    mutationMode="pessimistic"
  >
    <SimpleForm toolbar={<FormToolbar />} warnWhenUnsavedChanges>
      <UserInputs />
    </SimpleForm>
  </Edit>
);
