import { expect, test } from "vitest";
import { type Item, mergeItems } from "./mergeItems";

interface Choice extends Item {
  id?: number;
  text: string;
}

const read = (item: Item) => (item as Choice).text;

/** Parse a list such as "a B +x": an item, item b with an edited text, and a new item without an id. */
const list = (text: string): Choice[] =>
  (text.match(/\S+/g) ?? []).map((word) =>
    word.startsWith("+")
      ? { text: word.slice(1) }
      : { id: word.toLowerCase().charCodeAt(0), text: word },
  );
/** The same list as stored by the server, where each item has an id. */
const stored = (text: string) =>
  list(text).map((item) => ({ id: item.text.charCodeAt(0) + 1000, ...item }));
const written = (items: Item[]) => items.map(read).join(" ");

const merged = (base: string, mine: string, theirs: string) => {
  const { value, clashes } = mergeItems(
    { base: stored(base), mine: list(mine), theirs: stored(theirs) },
    read,
  );
  return [written(value), clashes.join()];
};

test.each([
  ["additions on both sides", "a b", "a b +m", "a b +t", "a b t m", ""],
  ["additions on both sides, in the middle", "a b", "a +m b", "+t a b", "t a m b", ""],
  ["the same addition on both sides", "a", "a +x", "a +x", "a x", ""],
  ["an addition on one side that the other side made twice", "a", "a +x +x", "a +x", "a x x", ""],
  ["removals on both sides", "a b c d", "a c d", "a b d", "a d", ""],
  ["the same removal on both sides", "a b c", "a c", "a c", "a c", ""],
  ["all removed on one side", "a b", "", "a b +t", "t", ""],
  ["my order and their text", "a b c", "c b a", "a B c", "c B a", ""],
  ["their order and my text", "a b c", "a B c", "c b a", "c B a", ""],
  ["their order and my addition", "a b c", "a b c +m", "c b a", "c b a m", ""],
  ["my order and their addition", "a b c", "c a b", "a b c +t", "c a b t", ""],
  ["their order and my removal", "a b c", "a c", "c b a", "c a", ""],
  ["my order and their removal", "a b c", "c b a", "a c", "c a", ""],
  ["the same order on both sides", "a b c", "b c a", "b c a", "b c a", ""],
  ["different orders", "a b c", "b a c", "a c b", "b a c", "order"],
  ["different orders and an addition", "a b c", "b a c", "c b +t a", "b t a c", "order"],
  ["different texts for the same item", "a b", "Amine b", "Atheirs b", "Amine b", "item"],
  ["the same text on both sides", "a b", "A b", "A b", "A b", ""],
  ["an item that I edited and they removed", "a b", "A b", "b", "A b", "item"],
  ["an item that they edited and I removed", "a b", "b", "A b", "b", "item"],
])("%s", (_, base, mine, theirs, result, clashes) => {
  expect(merged(base, mine, theirs)).toEqual([result, clashes]);
});

test("properties that are not compared are theirs, such as votes", () => {
  const item = (id: number, text: string, votes: number) => ({ id, text, votes });
  const base = [item(1, "a", 0), item(2, "b", 0)];
  const mine = [item(2, "b", 0), item(1, "a", 0)];
  const theirs = [item(1, "a", 7), item(2, "b", 9)];
  const { value, clashes } = mergeItems({ base, mine, theirs }, read);
  expect(value).toEqual([item(2, "b", 9), item(1, "a", 7)]);
  expect(clashes).toEqual([]);
});

test("two items with the same id are both kept", () => {
  const base = [{ id: 1, text: "a" }];
  const mine = [...base, { id: 1, text: "again" }];
  expect(mergeItems({ base, mine, theirs: base }, read).value).toEqual(mine);
});

/** A pseudo-random number generator with a seed, so that each run is the same. */
const random = (seed: number) => {
  let state = seed;
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
};

const edit = (items: Choice[], next: (below: number) => number, side: string) => {
  const edited = items.map((item) => ({ ...item }));
  for (let step = next(5); step > 0; step--) {
    const at = next(edited.length + 1);
    const [item] = edited.splice(at, next(2) && at < edited.length ? 1 : 0);
    const action = next(3);
    if (action === 0) edited.splice(next(edited.length + 1), 0, { text: `${side}${step}` });
    if (item && action === 1) edited.splice(next(edited.length + 1), 0, item);
    if (item && action === 2) edited.splice(at, 0, { ...item, text: `${item.text}${side}` });
  }
  return edited;
};

test("no change of either side is lost without a reported clash", () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const next = random(seed);
    const base = stored("a b c d e f".slice(0, 1 + 2 * next(6)));
    const mine = edit(base, next, "m");
    const theirs = edit(base, next, "t").map((item, index) => ({ id: 5000 + index, ...item }));
    const { value, clashes } = mergeItems({ base, mine, theirs }, read);
    const result = value as Choice[];
    const about = JSON.stringify({ seed, base, mine, theirs, result, clashes });
    const has = (items: Choice[], { id }: Choice) => items.find((item) => item.id === id);
    const isEdited = (item: Choice) => has(base, item)?.text !== item.text;

    // The result has each of my edits and additions, and no item that I removed.
    for (const item of mine)
      if (isEdited(item)) expect(result.map(read), about).toContain(item.text);
    for (const item of base) if (!has(mine, item)) expect(has(result, item), about).toBeUndefined();
    // The same holds for their changes, unless a clash is reported.
    if (!clashes.includes("item")) {
      for (const item of theirs) {
        if (isEdited(item)) expect(result.map(read), about).toContain(item.text);
      }
      for (const item of base)
        if (!has(theirs, item)) expect(has(result, item), about).toBeUndefined();
    }
    // If one side changed the order, the result has that order.
    const common = base.filter((item) => has(mine, item) && has(theirs, item));
    const order = (items: Choice[]) =>
      items.map(({ id }) => id).filter((id) => common.some((item) => item.id === id));
    const [was, my, their, is] = [base, mine, theirs, result].map((items) => order(items).join());
    expect(is, about).toBe(my === was ? their : my);
    expect(clashes.includes("order"), about).toBe(my !== was && their !== was && my !== their);
    // No item is there twice. If only one side made changes, the result is that side.
    expect(new Set(result).size, about).toBe(result.length);
    expect(mergeItems({ base, mine: base, theirs }, read).value, about).toEqual(theirs);
    expect(mergeItems({ base, mine, theirs: base }, read).value, about).toEqual(mine);
  }
});
