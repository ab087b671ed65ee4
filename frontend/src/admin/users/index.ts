import { UserCreate } from "./UserCreate";
import { UserEdit } from "./UserEdit";
import { UserList } from "./UserList";
import { wording } from "./user";

export default {
  list: UserList,
  create: UserCreate,
  edit: UserEdit,
  options: { wording },
  recordRepresentation: "username",
};
