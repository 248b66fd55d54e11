import { setTimeout as after } from "node:timers/promises";
import type { Dice } from "../logs/dice.ts";
import type { Voice } from "./voice.ts";

const tickMs = 20;

/** So many lines a second, whatever becomes of them, until the signal; resolves once all of them are acknowledged or given up. */
export async function talk(
  voices: readonly Voice[],
  given: { perSecond: number; dice: Dice; words: () => string; until: AbortSignal },
): Promise<void> {
  const { perSecond, dice, words, until } = given;
  const begun = performance.now();
  const under = new Set<Promise<void>>();
  for (let said = 0; !until.aborted; ) {
    const due = ((performance.now() - begun) / 1000) * perSecond;
    for (; said < due; said += 1) {
      const speaking = dice
        .pick(voices)
        .speak(words())
        .finally(() => under.delete(speaking));
      under.add(speaking);
    }
    await after(tickMs);
  }
  await Promise.all(under);
}
