import PeopleIcon from "@mui/icons-material/PeopleOutlined";
import { UserCreate } from "./UserCreate";
import { UserEdit } from "./UserEdit";
import { UserList } from "./UserList";
import { wording } from "./user";

export default {
  icon: PeopleIcon,
  list: UserList,
  create: UserCreate,
  edit: UserEdit,
  options: { section: "administration", wording },
  recordRepresentation: "username",
};
