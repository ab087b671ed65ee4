import { expect, test } from "vitest";
import { isolate } from "./bidi";

test.each(["מה נאכל היום?", "ماذا نأكل؟", "C++ או Java?", "ޓެސްޓް", "10% הנחה", "𐤀𐤁", "𞤀𞤁"])(
  "%s is isolated",
  (text) => expect(isolate(text)).toBe(`\u2068${text}\u2069`),
);

test.each(["", "What shall we eat?", "今日の昼食は？", "Что едим?", "1 + 1 = 2?", "Pizza 🍕"])(
  "%s is unchanged",
  (text) => expect(isolate(text)).toBe(text),
);
