/** The page of a poll in a frame on another site: `/polls/{slug}/embed`. */

export const isFramed = () => location.pathname.endsWith("/embed");

/** True if the frame, or a page around it, is not https. Browsers then keep no cookie for the frame. */
export const isInsecureFrame = () => isFramed() && !isSecureContext;

/** The address of a request whose answer depends on the voter, who has another cookie in a frame. */
export const ofVoter = (url: string) => (isFramed() ? `${url}?embed=true` : url);
