import { CreateScreen } from "../editing/CreateScreen";
import { UserInputs } from "./UserInputs";

export const UserCreate = () => (
  <CreateScreen
    title="resources.users.create"
    redirect="list"
    defaultValues={{ role: "editor", active: true }}
    sx={{ maxWidth: "28rem" }}
  >
    <UserInputs />
  </CreateScreen>
);
