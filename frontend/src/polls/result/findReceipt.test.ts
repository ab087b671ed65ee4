import { expect, test } from "vitest";
import { findReceipt } from "./findReceipt";

const RECEIPT = "3f2a9c04-71de-4b86-9a05-c8e1d2f60b47";

const hyphened = (hyphen: string) => RECEIPT.replaceAll("-", hyphen);

test.each([
  RECEIPT,
  `  ${RECEIPT.toUpperCase()}\n`,
  "3f2a9c04 -71de-\u00a04b86-9a05-c8e1 d2f60b47",
  `Question  Tea, decaf & cafe?\nReceipt   ${RECEIPT}\nPoll      http://cafe/polls/a0a0a0a0a0`,
  ...[
    "",
    " ",
    "\u2010",
    "\u2011",
    "\u2012",
    "\u2013",
    "\u2014",
    "\u2212",
    "\uff0d",
    "\u30fc",
    "\u00ad",
  ].map(hyphened),
  `{${RECEIPT}}`,
  `{${hyphened("").toUpperCase()}}`,
  `urn:uuid:${RECEIPT}`,
  `“${RECEIPT}”,`,
  `\ufeff3f2a\u200b9c04${RECEIPT.slice(8)}\u200e`,
  `${RECEIPT.slice(0, 20)}\r\n${RECEIPT.slice(20)}`,
  `a ${RECEIPT} e`,
  `My code: ${hyphened("")} (bad cafe)`,
  RECEIPT.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit))),
])("a receipt is found in %j", (text) => expect(findReceipt(text)).toBe(RECEIPT));

test.each([
  "",
  "my receipt",
  RECEIPT.slice(0, -1),
  `${RECEIPT}0`,
  `a${RECEIPT}`,
  RECEIPT.replace("-4", "-1"),
  RECEIPT.replace("-9", "-c"),
  hyphened("_"),
])("no receipt is found in %j", (text) => expect(findReceipt(text)).toBeUndefined());

test("a long text is searched quickly", () => {
  expect(findReceipt("a".repeat(100_000))).toBeUndefined();
  expect(findReceipt("a ".repeat(100_000))).toBeUndefined();
});
