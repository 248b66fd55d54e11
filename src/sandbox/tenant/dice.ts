/** Chance that can be repeated: the same seed gives the same throws on every machine. */
export interface Dice {
  /** From 0, below 1. */
  next(): number;
  /** From 0, below `sides`. */
  below(sides: number): number;
  pick<Thing>(things: readonly [Thing, ...Thing[]]): Thing;
  /** So many hexadecimal digits. */
  hex(length: number): string;
}

/** Mulberry32: small, and good enough to look like life. */
export function createDice(seed: number): Dice {
  let state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (sides: number) => Math.floor(next() * sides);
  return {
    next,
    below,
    pick: (things) => things[below(things.length)] ?? things[0],
    hex: (length) => Array.from({ length }, () => below(16).toString(16)).join(""),
  };
}
