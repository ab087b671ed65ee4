import { DeleteWithConfirmButton } from "react-admin";
import { EditForm } from "../editing/EditForm";
import { EditScreen } from "../editing/EditScreen";
import { FormToolbar } from "../layout/FormToolbar";
import { UserInputs } from "./UserInputs";
import { type User, wording } from "./user";

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
  <EditScreen<User>
    title={({ username }) => username}
    transform={toPayload}
    sx={{ maxWidth: "28rem" }}
  >
    <EditForm<User> wording={wording} toolbar={toolbar}>
      <UserInputs />
    </EditForm>
  </EditScreen>
);
