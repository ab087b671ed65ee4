import { expect, test } from "vitest";
import { plainAddress } from "./address";

test.each([
  "/polls/k7m2p9xq4r",
  "/polls/k7m2p9xq4r/",
  "/polls/K7M2P9XQ4R",
  "/POLLS/K7M2P9XQ4R/",
  "/polls/k7m2p9xq4r.",
  "/polls/k7m2p9xq4r).",
  "/polls/k7m2p9xq4r]",
  "/polls/k7m2p9xq4r,",
  "/polls/k7m2p9xq4r;",
  "/polls/k7m2p9xq4r!",
  "/polls/k7m2p9xq4r%3F",
  "/polls/k7m2p9xq4r%22",
  "/polls/k7m2p9xq4r'",
  "/polls/k7m2p9xq4r%E2%80%9D",
  "/polls/k7m2p9xq4r%C2%BB.",
  "/polls/k7m2p9xq4r%3E",
  "/polls/%3Ck7m2p9xq4r%3E",
  "/polls/k7m2p9xq4r%E3%80%82",
  "/polls/k7m2p9xq4r%20and",
  "/polls/k7m2p9xq4r%0A",
  "/polls/k7m2p%C2%AD9xq4r",
  "/polls/%E2%80%8Bk7m2p9xq4r%EF%BB%BF",
  "/polls/k7m2p9xq4r&fbclid=x",
  "/polls/k7m2p9xq4r%",
  "/polls/k7m2p9xq4r%E2%80",
  "/polls/\uff4b7m2p9xq4r",
])("%s is corrected to the address of a poll", (path) =>
  expect(plainAddress(path)).toBe("/polls/k7m2p9xq4r"),
);

test.each([
  "/",
  "/polls",
  "/polls/",
  "/polls/a/b",
  "/polls/%22",
  "/polls/%",
  "/Elsewhere",
  "/x/polls/A",
])("%s is left unchanged", (path) => expect(plainAddress(path)).toBe(path));
