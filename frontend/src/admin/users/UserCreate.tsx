import { Create, SimpleForm } from "react-admin";
import { FormToolbar } from "../layout/FormToolbar";
import { ScreenTitle } from "../layout/ScreenTitle";
import { UserInputs } from "./UserInputs";

export const UserCreate = () => (
  <Create
    title={<ScreenTitle text="resources.users.create" />}
    redirect="list"
    sx={{ maxWidth: "28rem" }}
  >
    <SimpleForm defaultValues={{ role: "editor" }} toolbar={<FormToolbar />} warnWhenUnsavedChanges>
      <UserInputs />
    </SimpleForm>
  </Create>
);
