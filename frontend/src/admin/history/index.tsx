import { Route } from "react-router-dom";
import { ChangeList } from "./ChangeList";
import { DeletedList } from "./DeletedList";

export default {
  list: ChangeList,
  recordRepresentation: "record",
  children: <Route path="deleted" element={<DeletedList />} />,
};
