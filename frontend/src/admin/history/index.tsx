import HistoryIcon from "@mui/icons-material/HistoryOutlined";
import { Route } from "react-router-dom";
import { ChangeList } from "./ChangeList";
import { DeletedList } from "./DeletedList";

export default {
  icon: HistoryIcon,
  options: { section: "administration" },
  list: ChangeList,
  recordRepresentation: "record",
  children: <Route path="deleted" element={<DeletedList />} />,
};
