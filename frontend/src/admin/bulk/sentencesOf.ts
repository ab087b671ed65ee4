import { HttpError } from "ra-core";

const texts = (errors: unknown): string[] =>
  typeof errors === "string"
    ? [errors]
    : errors instanceof Object
      ? Object.values(errors).flatMap(texts)
      : [];

/** The message of an error, and the texts of its fields, which no form shows. */
export const sentencesOf = (error: unknown): string => {
  const { message } = error as Error;
  const fields = error instanceof HttpError ? texts(error.body?.errors) : [];
  return [...new Set([message, ...fields])].join(" ");
};
