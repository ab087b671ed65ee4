import { ReferenceField } from "react-admin";

/** The name of the poll's roll, as a link to it. Nothing for a poll without a roll. */
export const RollName = () => (
  <ReferenceField source="roll_id" reference="rolls" link="show" emptyText="" />
);
