import { EditForm } from "../editing/EditForm";
import { EditScreen } from "../editing/EditScreen";
import { RollInputs } from "./RollInputs";
import { type Roll, wording } from "./roll";

export const RollEdit = () => (
  <EditScreen<Roll> title={({ name }) => name} redirect="show" sx={{ maxWidth: "28rem" }}>
    <EditForm<Roll> wording={wording}>
      <RollInputs />
    </EditForm>
  </EditScreen>
);
