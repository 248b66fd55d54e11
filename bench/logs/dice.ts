const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const hexes = "0123456789abcdef";

/** Chance that can be repeated, quick enough for millions of events. */
export interface Dice {
  /** From 0, below 1. */
  next(): number;
  below(sides: number): number;
  chance(part: number): boolean;
  pick<Thing>(things: readonly Thing[]): Thing;
  /** From 0, below `count`; small numbers come up far more often. */
  rank(count: number, steepness: number): number;
  /** So many random letters and digits. */
  token(length: number): string;
  hex(length: number): string;
}

export function createDice(seed: number): Dice {
  let state = mix(seed, 7);
  const bits = (): number => {
    state = (state + 0x9e3779b9) >>> 0;
    return mix(state, seed);
  };
  const next = () => bits() / 2 ** 32;
  const below = (sides: number) => Math.floor(next() * sides);

  function spell(length: number, alphabet: string, perDraw: number): string {
    let word = "";
    let rest = 0;
    for (let nth = 0; nth < length; nth += 1) {
      if (nth % perDraw === 0) rest = bits();
      word += alphabet[rest % alphabet.length];
      rest = Math.floor(rest / alphabet.length);
    }
    return word;
  }

  return {
    next,
    below,
    chance: (part) => next() < part,
    pick: <Thing>(things: readonly Thing[]) => things[below(things.length)] as Thing,
    rank: (count, steepness) => rankOf(next(), count, steepness),
    token: (length) => spell(length, letters, 5),
    hex: (length) => spell(length, hexes, 8),
  };
}

/** The inverse of a continuous law of Zipf's kind. */
function rankOf(chance: number, count: number, steepness: number): number {
  const power = 1 - steepness;
  const place =
    Math.abs(power) < 1e-9
      ? (count + 1) ** chance
      : (chance * ((count + 1) ** power - 1) + 1) ** (1 / power);
  return Math.min(count - 1, Math.max(0, Math.floor(place) - 1));
}

/** What never changes about the thing of that number: 32 bits for each salt. */
export function mix(number: number, salt: number): number {
  let mixed = Math.imul(number ^ (salt * 0x45d9f3b + 0x119de1f3), 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  mixed ^= mixed >>> 16;
  mixed = Math.imul(mixed, 0x27d4eb2f);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** A word of a thing's own, always the same one. */
export function ownWord(number: number, salt: number, length: number, alphabet = letters): string {
  let word = "";
  for (let nth = 0; nth < length; nth += 1) {
    word += alphabet[mix(number, salt * 97 + nth) % alphabet.length];
  }
  return word;
}

export const ownHex = (number: number, salt: number, length: number): string =>
  ownWord(number, salt, length, hexes);
