import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ADVICE } from "../code/adviceOn";
import { speak } from "../language/language";
import { errorText, TEXTS } from "./errorText";
import { ApiError } from "./request";

const fileOf = (path: string) => readFileSync(`../${path}`, "utf8");

/** Codes that only the dashboard, its import and export, and the command line get. */
const STAFF = new Set(
  `already_restored ballots_differ cell_too_long closed_for_good code_revoked codes_lost conflict draft_voted_on
  faulty_file file_too_large import_failed in_use last_admin mail_not_set_up mail_refused no_open_poll no_state
  nobody_to_mail nobody_voted not_migrated not_restorable not_sealed nothing_to_import own_account record_deleted
  roll_in_use roll_name_taken roll_still_used roll_voted_with stale taken too_many_records too_many_rows unknown_ids
  unknown_kind unreadable_file urn_shut username_taken voted_on wrong_current_password wrong_password`.split(
    /\s+/,
  ),
);

test("each code that a voter may get has a text", () => {
  const codes = [...fileOf("docs/errors.md").matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(60);
  expect(codes.filter((code) => code && !STAFF.has(code))).toEqual(Object.keys(TEXTS).sort());
});

test("each advice of the server on a code has a text", () => {
  const advice = [...fileOf("backend/app/rolls/codes.py").matchAll(/ValueError\("(.*)"\)/g)];
  expect(advice.map(([, text]) => text)).toEqual(Object.keys(ADVICE));
});

test("an error is explained in the language of the page", async () => {
  await speak("de");
  expect(errorText(new ApiError(403, "In English.", 0, "poll_closed"))).toBe(
    "Diese Abstimmung ist beendet.",
  );
  expect(errorText(new ApiError(0, "In English."))).toMatch(/^Keine Antwort vom Server/);
  expect(errorText(new ApiError(502, "In English."))).toContain("(502)");
});

test("a code that is newer than the page has the server's sentence", () => {
  expect(errorText(new ApiError(409, "The poll is on holiday.", 0, "on_holiday"))).toBe(
    "The poll is on holiday.",
  );
});
