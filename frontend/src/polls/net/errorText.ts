import { i18n, type MessageDescriptor } from "@lingui/core";
import { msg, t } from "@lingui/core/macro";
import { figure } from "../../shared/locale";
import type { ApiError } from "./request";

const RELOAD = msg`The server did not accept this. Reload the page, then try again.`;
const RESTING = msg`The server is not responding. Try again in a moment.`;

/** A text for each code that the API may answer to this page. docs/errors.md explains the codes. */
export const TEXTS: Record<string, MessageDescriptor> = {
  already_voted: msg`A vote of yours was counted before. It stays as it is.`,
  bad_choices: msg`These choices do not fit this poll. Reload the page, then choose again.`,
  bad_query: RELOAD,
  bad_request: RELOAD,
  ballot_not_found: msg`No vote with this receipt was counted on this poll.`,
  ballots_changed: msg`The votes of this poll have just changed. Load the list again.`,
  ballots_hidden: msg`The votes of this poll are published after it has closed.`,
  busy: msg`Many people are here right now. Try again in a moment.`,
  code_needed: msg`Enter your code to vote.`,
  foreign_origin: msg`This page was opened at an address that the server does not know. Open it with the link that you were given.`,
  internal_error: msg`Something went wrong on our side. Try again in a moment.`,
  invalid: RELOAD,
  method_not_allowed: RELOAD,
  not_allowed: msg`Your account may not do this. Ask an admin for permission.`,
  not_found: msg`Not found.`,
  not_ready: RESTING,
  other_roll: msg`The code that you entered is for other polls. Enter the code for this one.`,
  other_voter: msg`Another code was entered in this browser. Enter your code again.`,
  paper_changed: msg`The poll was changed before this vote arrived.`,
  poll_closed: msg`This poll is closed.`,
  poll_not_found: msg`This poll does not exist.`,
  receipt_taken: msg`This ballot was counted already, with other choices. It stays as it was first sent.`,
  results_hidden: msg`You cannot see the result of this poll right now.`,
  signed_out: msg`Please sign in.`,
  too_large: msg`That is too much to send at once.`,
  too_many_attempts: msg`Too many attempts. Wait a few minutes, then try again.`,
  unavailable: RESTING,
  wrong_code: msg`This code does not open any vote. Compare it with your invitation, or ask for a new one.`,
};

/** Tells the voter about an error of a request. A code without a text here has the server's sentence. */
export function errorText({ status, code, message }: ApiError): string {
  const text = TEXTS[code];
  if (text) return i18n._(text);
  if (code) return message;
  if (status === 0) return t`No answer from the server. Check your connection, then try again.`;
  const number = figure(status);
  return t`The server cannot answer now (${number}). Try again in a moment.`;
}
