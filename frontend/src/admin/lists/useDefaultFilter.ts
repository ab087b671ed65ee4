import { useResourceDefinition } from "react-admin";
import type { Filter } from "./filterValues";

const NONE: Filter = {};

/** The filter of a list that nobody has filtered: `defaultFilter` among the options in the resource's manifest. */
export const useDefaultFilter = (): Filter =>
  useResourceDefinition().options?.defaultFilter ?? NONE;
