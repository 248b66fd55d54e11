import { setImmediate } from "node:timers/promises";

/** Milliseconds of work at a time; somebody's own item may well take longer, and is then alone. */
const atOnceMs = 10;

/**
 * What `make` makes of each item, in order. A feed can hold thousands: others may run in between, since lines
 * are to be acknowledged meanwhile.
 */
export async function inTurns<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
): Promise<readonly Made[]> {
  const made: Made[] = [];
  let begun = performance.now();
  for (const item of items) {
    if (performance.now() - begun > atOnceMs) {
      await setImmediate();
      begun = performance.now();
    }
    made.push(make(item));
  }
  return made;
}
