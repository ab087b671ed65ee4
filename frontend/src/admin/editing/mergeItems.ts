export interface Merged<Value> {
  value: Value;
  /** Conflicts, resolved in favour of my version: both sides changed the same item, or the order of the items. */
  clashes: ("item" | "order")[];
}

export interface Item {
  id?: unknown;
}

/** True if `value` is an array of objects, which `mergeItems` matches by their ids. */
export const isItems = (value: unknown): value is Item[] =>
  Array.isArray(value) && value.every((item) => item instanceof Object && !Array.isArray(item));

/**
 * Three-way merge of a list. Combines the items that either side added, changed or removed since `base`, in the order
 * of the side that reordered them. `read` formats an item as text; items with the same text count as equal.
 */
export function mergeItems(
  { base, mine, theirs }: Record<"base" | "mine" | "theirs", Item[]>,
  read: (item: Item) => string,
): Merged<Item[]> {
  const baseItems = byKey(base, "base");
  const theirItems = byKey(theirs, "theirs");
  const myItems = matchAdditions(byKey(mine, "mine"), baseItems, theirItems, read);
  const changed = (side: Items, key: string) =>
    read(side.get(key) as Item) !== read(baseItems.get(key) as Item);
  const clashes = new Set<"item" | "order">();

  const kept: Items = new Map();
  for (const [key, item] of myItems) {
    const theirItem = theirItems.get(key);
    if (!baseItems.has(key)) kept.set(key, theirItem ?? item);
    else if (!changed(myItems, key)) theirItem && kept.set(key, theirItem);
    else {
      kept.set(key, item);
      if (!theirItem || (changed(theirItems, key) && read(theirItem) !== read(item)))
        clashes.add("item");
    }
  }
  for (const [key, item] of theirItems) {
    if (!baseItems.has(key)) kept.set(key, item);
    else if (!myItems.has(key) && changed(theirItems, key)) clashes.add("item");
  }

  const [myOrder, theirOrder] = [orderOf(myItems, kept), orderOf(theirItems, kept)];
  const common = orderOf(baseItems, kept).filter((key) => myItems.has(key) && theirItems.has(key));
  const [oldSequence, mySequence, theirSequence] = [common, myOrder, theirOrder].map((order) =>
    JSON.stringify(order.filter((key) => common.includes(key))),
  );
  if (mySequence !== oldSequence && theirSequence !== oldSequence && mySequence !== theirSequence)
    clashes.add("order");
  const order =
    mySequence === oldSequence ? interleave(theirOrder, myOrder) : interleave(myOrder, theirOrder);
  return { value: order.map((key) => kept.get(key) as Item), clashes: [...clashes] };
}

type Items = Map<string, Item>;

/** Index items by id. Items without an id, and repeated ids, get a key from their position. */
function byKey(items: Item[], side: string): Items {
  const map: Items = new Map();
  for (const [index, item] of items.entries()) {
    const key = `id ${item.id}`;
    map.set(item.id == null || map.has(key) ? `${side} ${index}` : key, item);
  }
  return map;
}

/** My items, where an item that both sides added is replaced by theirs, which has an id. */
function matchAdditions(
  myItems: Items,
  baseItems: Items,
  theirItems: Items,
  read: (item: Item) => string,
): Items {
  const added = [...theirItems].filter(([key]) => !baseItems.has(key) && !myItems.has(key));
  return new Map(
    [...myItems].map(([key, item]) => {
      const at = baseItems.has(key)
        ? -1
        : added.findIndex(([, theirItem]) => read(theirItem) === read(item));
      return at < 0 ? [key, item] : (added.splice(at, 1)[0] as [string, Item]);
    }),
  );
}

const orderOf = (items: Items, kept: Items) => [...items.keys()].filter((key) => kept.has(key));

/** The keys of `primary`, with the other keys of `secondary` inserted before the key that follows them there. */
function interleave(primary: string[], secondary: string[]): string[] {
  const order = [...primary];
  for (const [index, key] of [...secondary.entries()].reverse()) {
    if (order.includes(key)) continue;
    const next = secondary[index + 1];
    order.splice(next === undefined ? order.length : order.indexOf(next), 0, key);
  }
  return order;
}
