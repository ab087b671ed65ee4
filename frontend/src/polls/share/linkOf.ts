/** The address of a poll that may be passed on: never with a code, which the address of the page could have. */
export const linkOf = (slug: string) => `${location.origin}/polls/${slug}`;
