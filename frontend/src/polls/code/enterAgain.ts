/** For a tab whose code does not open anything any more. */
export const ENTER_AGAIN =
  "Enter your code again. Another one was entered in this browser, or yours was not used for two hours.";
