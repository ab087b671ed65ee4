import { ArrayInput } from "react-admin";
import { ChoiceList } from "./ChoiceList";

/** The choices in the order of the ballot paper. Existing choices keep their `id` when they are moved. */
export const ChoicesInput = () => (
  <ArrayInput source="choices" helperText={false}>
    <ChoiceList />
  </ArrayInput>
);
