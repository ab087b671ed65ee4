import { t } from "@lingui/core/macro";

/** For a tab whose code does not open anything any more. */
export const enterAgain = () =>
  t`Enter your code again. Another one was entered in this browser, or yours was not used for two hours.`;
