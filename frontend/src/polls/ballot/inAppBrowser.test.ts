import { expect, test } from "vitest";
import { inAppBrowser } from "./inAppBrowser";

const IPHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const ANDROID =
  "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP4A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.0.0 Mobile Safari/537.36";

test.each([
  [`${IPHONE} Mobile/15E148 Instagram 391.1.0.27.81 (iPhone16,1; iOS 18_5; en_US)`, "Instagram"],
  [`${ANDROID} Instagram 391.0.0.41.105 Android (35/15; 420dpi; Google; Pixel 9)`, "Instagram"],
  [`${IPHONE} Mobile/15E148 [FBAN/FBIOS;FBAV/520.0.0.38.101;FBBV/756351453]`, "Facebook"],
  [`${ANDROID} [FB_IAB/FB4A;FBAV/520.0.0.46.84;]`, "Facebook"],
  [`${IPHONE} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/515.0.0.31.108]`, "Messenger"],
  [`${ANDROID} [FB_IAB/Orca-Android;FBAV/515.0.0.38.108;]`, "Messenger"],
  [`${ANDROID} trill_2023907030 BytedanceWebview/d8a21c6`, "TikTok"],
  [`${IPHONE} Mobile/15E148 musical_ly_39.5.0 BytedanceWebview/d8a21c6`, "TikTok"],
  [`${IPHONE} Mobile/15E148 [LinkedInApp]/9.31.2387`, "LinkedIn"],
  [`${ANDROID} Snapchat/13.41.0.50 (Pixel 9; Android 15)`, "Snapchat"],
  [`${ANDROID} MMWEBID/1 MicroMessenger/8.0.60 WeChat/arm64`, "WeChat"],
  [`${IPHONE} Mobile/15E148 Safari Line/15.7.0`, "LINE"],
  [`${IPHONE} Mobile/21G93 Twitter for iPhone/10.64.1`, "X"],
  [`${ANDROID} TwitterAndroid`, "X"],
  [`${IPHONE} Mobile/15E148 [Pinterest/iOS]`, "Pinterest"],
  [`${ANDROID} [Pinterest/Android]`, "Pinterest"],
  [`${IPHONE} Mobile/15E148 Barcelona 352.0.0.20.80 (iPhone15,2; iOS 17_5; ko_KR)`, "Threads"],
  [`${ANDROID} Barcelona 355.0.0.39.109 Android (34/14; 420dpi; Google; Pixel 9)`, "Threads"],
  [ANDROID, ""],
  [`${IPHONE} Version/18.5 Mobile/15E148 Safari/604.1`, null],
  [ANDROID.replace("; wv", "").replace("Version/4.0 ", ""), null],
  ["Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36", null],
  ["Mozilla/5.0 (Windows NT 10.0; rv:145.0) Gecko/20100101 Firefox/145.0", null],
])("%s", (userAgent, app) => {
  expect(inAppBrowser(userAgent)).toBe(app);
});
