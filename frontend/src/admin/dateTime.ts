/** The browser's time zone, such as "Europe/Berlin". The dashboard shows and reads dates in this zone. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * Parse the value of `<input type="datetime-local">`, a local time without an offset, to an ISO instant in UTC, or to
 * null if the input is empty. react-admin's DateTimeInput does the opposite conversion itself. It leaves a value
 * alone until the user edits it, so the seconds of an unedited value survive a save.
 */
export const toInstant = (local: string) => (local ? new Date(local).toISOString() : null);
