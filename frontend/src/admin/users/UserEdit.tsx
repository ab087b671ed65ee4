import { DeleteWithConfirmButton } from "react-admin";
import { EditForm } from "../editing/EditForm";
import { EditScreen } from "../editing/EditScreen";
import { FormToolbar } from "../layout/FormToolbar";
import { UserInputs } from "./UserInputs";
import { type User, wording } from "./user";

/** Leave out an empty password, so that the API keeps the current one. */
const toPayload = ({ password, ...user }: User & { password?: string | null }) =>
  password ? { ...user, password } : user;

const toolbar = (
  <FormToolbar>
    <DeleteWithConfirmButton confirmColor="warning" confirmContent="resources.users.delete_hint" />
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
