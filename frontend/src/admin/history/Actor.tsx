import { useTranslate } from "react-admin";
import type { Change } from "./change";

/** The author of a change: an account, a command, or the server itself. */
export const Actor = ({ change }: { change: Change }) => {
  const name = useActorName()(change);
  return <bdi>{name}</bdi>;
};

export const useActorName = () => {
  const translate = useTranslate();
  return ({ actor, actor_id }: Change) =>
    actor_id === null ? translate(`resources.changes.no_account.${actor}`, { _: actor }) : actor;
};
