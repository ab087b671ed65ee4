/** The home screen follows the database at this interval in ms, and at once when the window is looked at again. */
export const REFRESH = { refetchInterval: 15_000, refetchOnWindowFocus: true };
