import { Create, SimpleForm } from "react-admin";
import { FormToolbar } from "../layout/FormToolbar";
import { ScreenTitle } from "../layout/ScreenTitle";
import { texts } from "./messages";
import { UserInputs } from "./UserInputs";

export const UserCreate = () => (
  <Create title={<ScreenTitle text={texts.create} />} redirect="list" sx={{ maxWidth: "28rem" }}>
    <SimpleForm defaultValues={{ role: "editor" }} toolbar={<FormToolbar />} warnWhenUnsavedChanges>
      <UserInputs />
    </SimpleForm>
  </Create>
);
