import { HttpError } from "ra-core";
import { afterEach, expect, test, vi } from "vitest";
import { http } from "../http";
import { i18nProvider } from "../i18nProvider";
import { errorInFrench, inFrench } from "./frenchErrors";

afterEach(async () => {
  await i18nProvider.changeLocale("en");
});

test.each([
  ["Required.", "Obligatoire."],
  ["This is too long: at most 200 characters.", "Trop long : 200 caractères au plus."],
  ["Choose one of 'a' or 'b'.", "Choisissez parmi 'a' or 'b'."],
  ["A sentence of a new resource.", "A sentence of a new resource."],
])("%s is %s", (english, french) => {
  expect(inFrench(english)).toBe(french);
});

test("an error with a code is translated by it, and so is each place that repeats its message", () => {
  const message = "This username is taken.";
  const body = {
    code: "username_taken",
    message,
    errors: { username: message, role: "Required." },
  };
  const {
    status,
    message: french,
    body: translated,
  } = errorInFrench(new HttpError(message, 409, body));
  expect({ status, french }).toEqual({ status: 409, french: "Cet identifiant est déjà pris." });
  expect(translated.errors).toEqual({ username: french, role: "Obligatoire." });
});

test("a sentence that says more than its code stays as it is", () => {
  const message = "3 ballots have been cast, so the question can't change.";
  const body = { code: "voted_on", message, errors: { question_text: message } };
  expect(errorInFrench(new HttpError(message, 409, body)).message).toBe(message);
});

test.each([
  ["en", "Please sign in."],
  ["fr", "Connectez-vous."],
])("requests in %s fail with: %s", async (language, message) => {
  await i18nProvider.changeLocale(language);
  const body = { code: "not_allowed", message: "Please sign in.", errors: {} };
  vi.stubGlobal("fetch", async () =>
    Response.json({ ...body, code: "signed_out" }, { status: 403 }),
  );
  await expect(http("/api/admin")).rejects.toThrow(message);
});
