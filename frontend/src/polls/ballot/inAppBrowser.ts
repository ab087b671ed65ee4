/**
 * Apps that open links in a browser of their own. Its cookies are not those of the voter's browser, and may be gone at
 * the next visit, so a poll may take a second vote there, or forget the first.
 */
const APPS: [name: string, userAgent: RegExp][] = [
  ["Instagram", /\bInstagram\b/],
  ["Messenger", /\bFBAN\/Messenger|\bOrca-Android\b|\bMessengerLite/],
  ["Facebook", /\bFB(AN|AV|_IAB)\b/],
  ["TikTok", /musical_ly|BytedanceWebview|\btrill_|\bTikTok/i],
  ["LinkedIn", /\bLinkedInApp\b/],
  ["Snapchat", /\bSnapchat\b/],
  ["WeChat", /\bMicroMessenger\b/],
  ["LINE", /\bLine\/\d/],
  ["X", /\bTwitter(Android| for iP)/],
  ["Pinterest", /\bPinterest\//],
  ["Threads", /\bBarcelona \d/],
  // Any other app for Android that shows pages.
  ["", /; wv\)/],
];

/** The name of the app whose browser shows the page, an empty text for an app without a known name, or null. */
export const inAppBrowser = (userAgent: string): string | null =>
  APPS.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null;
