import { systemClock as clock } from "./clock.ts";
import type { Log } from "./core/log.ts";
import { within } from "./core/within.ts";

/** The bot's end, one part after the other. */
export interface Ending {
  /** Resolves once all of this is done, or its time is over. Never rejects. */
  wait(what: string, ms: number, parts: readonly Promise<void>[]): Promise<void>;
  /** @throws whatever failed first. */
  over(): void;
}

/** A part that hangs or fails keeps no other from ending well. */
export function createEnding(log: Log): Ending {
  const failures: unknown[] = [];
  const heed = (part: Promise<void>) =>
    part.catch((error: unknown) => {
      failures.push(error);
      log.error({ err: error }, "a part of the bot did not end well");
    });
  return {
    async wait(what, ms, parts) {
      const done = Promise.all(parts.map(heed)).then(() => true);
      if (await within(done, { clock, ms })) return;
      log.warn({ what, ms }, "not all was done in time; it goes on at the next start");
    },
    over() {
      if (failures.length > 0) throw failures[0];
    },
  };
}
