/** The reader's time zone, such as "Europe/Berlin": the one in which dates are shown and typed. */
export const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

/**
 * What `<input type="datetime-local">` holds, local time without an offset, as an ISO instant in UTC; null when
 * it was cleared. react-admin's DateTimeInput converts the other way by itself, and leaves a value alone
 * until someone types, so that seconds survive a save.
 */
export const toInstant = (local: string) => (local ? new Date(local).toISOString() : null);
