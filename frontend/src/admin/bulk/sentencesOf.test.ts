import { HttpError } from "ra-core";
import { expect, test } from "vitest";
import { errorInFrench } from "../server/frenchErrors";
import { sentencesOf } from "./sentencesOf";

test("an error says what it says of its fields, once", () => {
  const errors = { height: "Too high.", leaves: { 1: { size: "Too small." } } };
  expect(sentencesOf(new HttpError("Please correct.", 422, { errors }))).toBe(
    "Please correct. Too high. Too small.",
  );
  const root = { root: { serverError: "In use." } };
  expect(sentencesOf(new HttpError("In use.", 409, { errors: root }))).toBe("In use.");
  expect(sentencesOf(new TypeError("No network."))).toBe("No network.");
});

test.each([
  [
    "Record 7 (“Tea (or: coffee)?”): This is the last active admin.",
    "last_admin",
    "Élément 7 (« Tea (or: coffee)? ») : C'est le dernier administrateur actif. Nommez-en d'abord un autre.",
  ],
  ["Record a-b: Required.", "rare", "Élément a-b : Obligatoire."],
  ["Required.", "rare", "Obligatoire."],
])("the name of a record stays in a French error: %s", (message, code, french) => {
  expect(errorInFrench(new HttpError(message, 409, { message, code, errors: {} })).message).toBe(
    french,
  );
});
