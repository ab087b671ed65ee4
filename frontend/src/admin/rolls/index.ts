import RollIcon from "@mui/icons-material/ChecklistOutlined";
import { RollCreate } from "./RollCreate";
import { RollEdit } from "./RollEdit";
import { RollList } from "./RollList";
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
};
