import { useResourceContext, useTranslate } from "react-admin";
import type { Value } from "./filterValues";

/** "after_vote" in words: "After vote". */
export const humanise = (value: string) => {
  const words = value.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/**
 * Names the values of fields: by `resources.<resource>.values.<field>.<value>`, or else true and false as yes and no,
 * and other values by their own words.
 */
export const useValueLabel = () => {
  const resource = useResourceContext();
  const translate = useTranslate();
  return (field: string, value: Value) => {
    if (value === null) return translate("polls.lists.none");
    const own =
      typeof value === "boolean" ? translate(`ra.boolean.${value}`) : humanise(String(value));
    return translate(`resources.${resource}.values.${field}.${value}`, { _: own });
  };
};
