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
  const was = keyed(base, "base");
  const now = keyed(theirs, "theirs");
  const my = adopt(keyed(mine, "mine"), was, now, read);
  const changed = (side: Items, key: string) =>
    read(side.get(key) as Item) !== read(was.get(key) as Item);
  const clashes = new Set<"item" | "order">();

  const kept: Items = new Map();
  for (const [key, item] of my) {
    const their = now.get(key);
    if (!was.has(key)) kept.set(key, their ?? item);
    else if (!changed(my, key)) their && kept.set(key, their);
    else {
      kept.set(key, item);
      if (!their || (changed(now, key) && read(their) !== read(item))) clashes.add("item");
    }
  }
  for (const [key, item] of now) {
    if (!was.has(key)) kept.set(key, item);
    else if (!my.has(key) && changed(now, key)) clashes.add("item");
  }

  const [myOrder, theirOrder] = [orderOf(my, kept), orderOf(now, kept)];
  const common = orderOf(was, kept).filter((key) => my.has(key) && now.has(key));
  const [before, mineNow, theirsNow] = [common, myOrder, theirOrder].map((order) =>
    JSON.stringify(order.filter((key) => common.includes(key))),
  );
  if (mineNow !== before && theirsNow !== before && mineNow !== theirsNow) clashes.add("order");
  const order = mineNow === before ? weave(theirOrder, myOrder) : weave(myOrder, theirOrder);
  return { value: order.map((key) => kept.get(key) as Item), clashes: [...clashes] };
}

type Items = Map<string, Item>;

/** Index items by id. Items without an id, and repeated ids, get a key from their position. */
function keyed(items: Item[], side: string): Items {
  const map: Items = new Map();
  for (const [index, item] of items.entries()) {
    const key = `id ${item.id}`;
    map.set(item.id == null || map.has(key) ? `${side} ${index}` : key, item);
  }
  return map;
}

/** My items, where an item that both sides added is replaced by theirs, which has an id. */
function adopt(my: Items, was: Items, now: Items, read: (item: Item) => string): Items {
  const added = [...now].filter(([key]) => !was.has(key) && !my.has(key));
  return new Map(
    [...my].map(([key, item]) => {
      const at = was.has(key) ? -1 : added.findIndex(([, their]) => read(their) === read(item));
      return at < 0 ? [key, item] : (added.splice(at, 1)[0] as [string, Item]);
    }),
  );
}

const orderOf = (items: Items, kept: Items) => [...items.keys()].filter((key) => kept.has(key));

/** The keys of `lead`, with each additional key of `guest` inserted before the key that follows it in `guest`. */
function weave(lead: string[], guest: string[]): string[] {
  const order = [...lead];
  for (const [index, key] of [...guest.entries()].reverse()) {
    if (order.includes(key)) continue;
    const next = guest[index + 1];
    order.splice(next === undefined ? order.length : order.indexOf(next), 0, key);
  }
  return order;
}
