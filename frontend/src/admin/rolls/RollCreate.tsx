import { CreateScreen } from "../editing/CreateScreen";
import { RollInputs } from "./RollInputs";

export const RollCreate = () => (
  <CreateScreen title="resources.rolls.create" redirect="show" sx={{ maxWidth: "28rem" }}>
    <RollInputs />
  </CreateScreen>
);
