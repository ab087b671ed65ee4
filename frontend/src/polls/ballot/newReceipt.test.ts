import { expect, test, vi } from "vitest";
import { newReceipt } from "./newReceipt";

const VERSION_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("receipts are unique version 4 UUIDs", () => {
  const receipts = Array.from({ length: 1000 }, newReceipt);
  for (const receipt of receipts) expect(receipt).toMatch(VERSION_4);
  expect(new Set(receipts).size).toBe(1000);
});

test.each([
  [0x00, "00000000-0000-4000-8000-000000000000"],
  [0xff, "ffffffff-ffff-4fff-bfff-ffffffffffff"],
])("all bits except the six fixed ones come from getRandomValues (%i)", (byte, receipt) => {
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(byte) });
  expect(newReceipt()).toBe(receipt);
});
