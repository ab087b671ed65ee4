import { afterEach, expect, test, vi } from "vitest";
import { findReceipt, newReceipt } from "./receipt";

afterEach(() => vi.unstubAllGlobals());

const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("receipts are version 4 UUIDs and no two are the same", () => {
  const receipts = Array.from({ length: 1000 }, newReceipt);
  for (const receipt of receipts) expect(receipt).toMatch(VERSION_4);
  expect(new Set(receipts).size).toBe(1000);
});

test.each([
  [0x00, "00000000-0000-4000-8000-000000000000"],
  [0xff, "ffffffff-ffff-4fff-bfff-ffffffffffff"],
])("all but the six fixed bits come from getRandomValues (%i)", (byte, receipt) => {
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(byte) });
  expect(newReceipt()).toBe(receipt);
});

const RECEIPT = "3f2a9c04-71de-4b86-9a05-c8e1d2f60b47";

test.each([
  RECEIPT,
  `  ${RECEIPT.toUpperCase()}\n`,
  "3f2a9c04 -71de-\u00a04b86-9a05-c8e1 d2f60b47",
  `Question  Tea, decaf & cafe?\nReceipt   ${RECEIPT}\nPoll      http://cafe/polls/a0a0a0a0a0`,
])("a receipt is found in %j", (text) => expect(findReceipt(text)).toBe(RECEIPT));

test.each([
  "",
  "my receipt",
  RECEIPT.slice(0, -1),
  RECEIPT.replace("-4", "-1"),
  RECEIPT.replace("-9", "-c"),
])("there is no receipt in %j", (text) => expect(findReceipt(text)).toBeUndefined());
