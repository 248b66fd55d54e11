import { setImmediate } from "node:timers/promises";

/** So many at once: a few milliseconds of work. */
const atOnce = 25;

/**
 * What `make` makes of each item, in order. A feed can hold thousands: others may run in between, since lines
 * are to be acknowledged meanwhile.
 */
export async function inTurns<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
): Promise<readonly Made[]> {
  const made: Made[] = [];
  for (const [index, item] of items.entries()) {
    if (index > 0 && index % atOnce === 0) await setImmediate();
    made.push(make(item));
  }
  return made;
}
