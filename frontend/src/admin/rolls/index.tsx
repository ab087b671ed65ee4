import RollIcon from "@mui/icons-material/ChecklistOutlined";
import { Route } from "react-router-dom";
import { RollCreate } from "./RollCreate";
import { RollEdit } from "./RollEdit";
import { RollList } from "./RollList";
import { RollSheet } from "./RollSheet";
import { RollShow } from "./RollShow";
import { wording } from "./roll";

export default {
  icon: RollIcon,
  list: RollList,
  create: RollCreate,
  edit: RollEdit,
  show: RollShow,
  options: { wording },
  recordRepresentation: "name",
  children: <Route path=":id/sheet" element={<RollSheet />} />,
};
