import { DeleteWithConfirmButton, Edit, SimpleForm } from "react-admin";
import { FormToolbar } from "../layout/FormToolbar";
import { ScreenTitle } from "../layout/ScreenTitle";
import { UserInputs } from "./UserInputs";
import type { User } from "./user";

/** An empty password is no password at all: the one there is stays. */
const toPayload = ({ password, ...user }: User & { password?: string | null }) =>
  password ? { ...user, password } : user;

const toolbar = (
  <FormToolbar>
    <DeleteWithConfirmButton
      confirmColor="warning"
      confirmContent="They can't sign in any more. The polls stay."
    />
  </FormToolbar>
);

export const UserEdit = () => (
  <Edit
    title={<ScreenTitle<User> text={(user) => user.username} />}
    transform={toPayload}
    mutationMode="pessimistic"
    sx={{ maxWidth: "28rem" }}
  >
    <SimpleForm toolbar={toolbar} warnWhenUnsavedChanges>
      <UserInputs />
    </SimpleForm>
  </Edit>
);
