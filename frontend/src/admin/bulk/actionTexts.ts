import { useGetResourceLabel, useResourceContext, useTranslate } from "react-admin";
import { figure } from "../../shared/locale";
import { humanise } from "../lists/valueLabel";

/** The names of the actions of a resource. */
export const useActionName = () => {
  const resource = useResourceContext();
  const translate = useTranslate();
  return (action: string) =>
    translate(`resources.${resource}.actions.${action}.name`, {
      _: action === "delete" ? translate("ra.action.delete") : humanise(action),
    });
};

type Key = "title" | "what" | "others" | "none" | "done" | "kept";

/** The texts about an action on a number of records: those of the resource, or else the general ones. */
export const useActionTexts = (action: string) => {
  const resource = useResourceContext() ?? "";
  const translate = useTranslate();
  const labelOf = useGetResourceLabel();
  const name = useActionName()(action);

  const general = (key: Key, smart_count: number) => {
    const values = {
      smart_count,
      action: name,
      name: labelOf(resource, smart_count).toLowerCase(),
    };
    const ofAny = translate(`polls.bulk.action.${key}`, { ...values, _: "" });
    if (action !== "delete") return ofAny;
    if (key === "done") {
      const deleted = translate("ra.notification.deleted", { smart_count });
      return translate(`resources.${resource}.notifications.deleted`, { smart_count, _: deleted });
    }
    return translate(`polls.bulk.delete.${key}`, { ...values, _: ofAny });
  };

  return {
    name,
    text: (key: Key, smart_count = 1) =>
      translate(`resources.${resource}.actions.${action}.${key}`, {
        smart_count,
        _: general(key, smart_count),
      }),
    related: (other: string, smart_count: number) =>
      translate(`resources.${resource}.related.${other}`, {
        smart_count,
        _: translate("polls.bulk.related", {
          count: figure(smart_count),
          name: labelOf(other, smart_count).toLowerCase(),
        }),
      }),
  };
};
