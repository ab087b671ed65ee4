import { useTranslate } from "react-admin";
import type { Change } from "./change";

/** The user, or the command, that made a change. */
export const Actor = ({ change }: { change: Change }) => {
  const name = useActorName()(change);
  return <bdi>{name}</bdi>;
};

export const useActorName = () => {
  const translate = useTranslate();
  return ({ actor, actor_id }: Change) =>
    actor_id === null && actor === "cli" ? translate("resources.changes.cli") : actor;
};
