import { t } from "@lingui/core/macro";
import { isolate } from "../../shared/bidi";
import type { Poll } from "../net/api";
import { isFramed } from "../net/frame";
import { whenShown } from "../result/whenShown";
import { inAppBrowser } from "./inAppBrowser";

/** Says before the vote how often someone can vote, and when the result is shown. */
export function Terms({ poll }: { poll: Poll }) {
  const app = poll.voter_check === "browser" ? inAppBrowser(navigator.userAgent) : null;
  return (
    <div id="terms" className="terms">
      {app !== null && <p>{app ? inside(isolate(app)) : insideAnApp()}</p>}
      <p>
        {CHECKS[poll.voter_check]()}{" "}
        {poll.results_visibility === "always"
          ? t`Everyone can see the result at any time.`
          : whenShown(poll)}
      </p>
    </div>
  );
}

const inside = (app: string) =>
  t`You opened this inside ${app}. Use the menu to open it in your own browser, so that you vote once and keep your receipt.`;

const insideAnApp = () =>
  t`You opened this inside an app. Open it in your own browser, so that you vote once and keep your receipt.`;

const CHECKS: Record<Poll["voter_check"], () => string> = {
  none: () => t`This poll does not check who votes.`,
  browser: () =>
    isFramed() ? t`One vote for each browser on this website.` : t`One vote for each browser.`,
  roll: () => t`One vote for each code.`,
};
