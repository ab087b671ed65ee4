import { VoterCreate } from "./VoterCreate";
import { VoterEdit } from "./VoterEdit";
import { nameOf, wording } from "./voter";

/** People are listed on the page of their roll. */
export default {
  create: VoterCreate,
  edit: VoterEdit,
  options: {
    wording,
    references: { roll_id: "rolls" },
    partOf: { resource: "rolls", field: "roll_id" },
  },
  recordRepresentation: nameOf,
};
