import {
  useCreatePath,
  useRecordContext,
  useRecordFromLocation,
  useResourceContext,
  useResourceDefinition,
} from "react-admin";

/** The field by which each record belongs to a record of another resource: `partOf` among the options in a manifest. */
export interface PartOf {
  resource: string;
  field: string;
}

export const usePartOf = (): PartOf | undefined => useResourceDefinition().options?.partOf;

/** The path of the list that has the record of the screen: the one of its resource, or the page that it is a part of. */
export function useListPath(): string {
  const resource = useResourceContext();
  const partOf = usePartOf();
  const createPath = useCreatePath();
  const stored = useRecordContext();
  const filledIn = useRecordFromLocation();
  if (!partOf) return createPath({ resource, type: "list" });
  const id = (stored ?? filledIn)?.[partOf.field];
  return createPath({ resource: partOf.resource, type: id === undefined ? "list" : "show", id });
}
