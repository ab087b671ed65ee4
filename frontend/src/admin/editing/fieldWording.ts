/** The fields in which two versions of a record are compared, each with a function that formats its value as text. */
export type FieldWording<R> = { [Field in keyof R]?: (value: R[Field]) => string | string[] };

export const inWords = <R, Field extends keyof R>(
  wording: FieldWording<R>,
  field: Field,
  value: R[Field],
) => wording[field]?.(value);
