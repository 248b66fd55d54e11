import { setImmediate } from "node:timers/promises";
import { systemClock as clock } from "./clock.ts";
import type { Log } from "./core/log.ts";
import { within } from "./core/within.ts";

/** The bot's end, one part after the other. */
export interface Ending {
  /** Resolves once all of this is done, or its time is over. Never rejects. */
  wait(what: string, ms: number, parts: readonly Promise<void>[]): Promise<void>;
  /** For what was not done in its time: what all others left of theirs, until so many milliseconds have passed since the end began. */
  linger(ms: number): Promise<void>;
  /** @throws whatever failed first. */
  over(): void;
}

/** A part that hangs or fails keeps no other from ending well. */
export function createEnding(log: Log): Ending {
  const failures: unknown[] = [];
  const undone: Promise<unknown>[] = [];
  const began = performance.now();
  const heed = (part: Promise<void>) =>
    part.catch((error: unknown) => {
      failures.push(error);
      log.error({ err: error }, "a part of the bot did not end well");
    });
  return {
    async wait(what, ms, parts) {
      const done = Promise.all(parts.map(heed)).then(() => true);
      if (await within(done, { clock, ms })) return;
      undone.push(done);
      log.warn({ what, ms }, "not all was done in time; it goes on at the next start");
    },
    async linger(ms) {
      const left = ms - (performance.now() - began);
      if (undone.length > 0 && left > 0) await within(Promise.all(undone), { clock, ms: left });
    },
    over() {
      if (failures.length > 0) throw failures[0];
    },
  };
}

/**
 * Resolves once whatever has arrived by now was heard. Time that is over comes first where a machine is busy, and what a platform
 * says it took would be shown again in the next life.
 */
export async function heard(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await setImmediate();
}
