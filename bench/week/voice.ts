import type { Dice } from "../logs/dice.ts";
import type { Ledger } from "./ledger.ts";
import type { World } from "./world.ts";

/** People on one platform. */
export interface Voice {
  /** Somebody says a line, presses a button or fills in a form. Resolves once that is acknowledged, or never will be. */
  speak(words: string): Promise<void>;
}

export interface VoiceOptions {
  readonly ledger: Ledger;
  readonly dice: Dice;
  readonly world: World;
}

/** Messages whose buttons nobody has pressed yet: the newest, not too many. */
export function createUnpressed<Message>(most = 50) {
  const kept: Message[] = [];
  return {
    add(message: Message): void {
      kept.push(message);
      if (kept.length > most) kept.shift();
    },
    take: (): Message | undefined => kept.shift(),
  };
}

/** Calls `see` with whatever is added from now on. */
export function watched<Item>(list: Item[], see: (item: Item) => void): void {
  const push = list.push.bind(list);
  list.push = (...items) => {
    const length = push(...items);
    for (const item of items) see(item);
    return length;
  };
}
