import type { Numbers } from "../core/mask.ts";
import { nothingTold, type Told } from "./tail-book.ts";
import { addedUp, type Counts } from "./tail-words.ts";

/** What one tail has told so far. */
export interface Tally {
  batches(): number;
  listed(): number;
  counted(): Counts;
  /** Of everything that it accounts for. */
  ids(): readonly string[];
  /** Those after which the next life goes on. */
  numbers(): Numbers;
  /** How many events were told. */
  events(): number;
  add(told: Told): void;
}

export function createTally(before: readonly Told[]): Tally {
  const all = [...before];
  const counted = () => addedUp(all.map((told) => told.counted));
  const listed = () => all.reduce((sum, told) => sum + told.listed, 0);
  return {
    batches: () => all.length,
    listed,
    counted,
    ids: () => all.flatMap(({ ids }) => ids),
    numbers: () => (all.at(-1) ?? nothingTold).numbers,
    events: () => listed() + Object.values(counted()).reduce((sum, count) => sum + count, 0),
    add: (told) => void all.push(told),
  };
}
