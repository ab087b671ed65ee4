import { EditForm } from "../editing/EditForm";
import { EditScreen } from "../editing/EditScreen";
import { FormRecordActions, FormToolbar } from "../layout/FormToolbar";
import { UserInputs } from "./UserInputs";
import { UserSessions } from "./UserSessions";
import { useIsOwnAccount } from "./useIsOwnAccount";
import { type User, wording } from "./user";

/** Leave out an empty password, so that the API keeps the current one. */
const toPayload = ({ password, ...user }: User & { password?: string | null }) =>
  password ? { ...user, password } : user;

/** Users can't deactivate or delete their own account. */
const Actions = () => !useIsOwnAccount() && <FormRecordActions />;

const toolbar = (
  <FormToolbar>
    <Actions />
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
    <UserSessions />
  </EditScreen>
);
