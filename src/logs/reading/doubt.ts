import { HOUR } from "../../core/clock.ts";
import type { LogStep } from "../../core/tenant.ts";
import { type Log, oldestOf } from "./oldest.ts";
import type { Pace } from "./pace.ts";
import { momentOf } from "./settled.ts";
import type { Stand } from "./stand.ts";

/**
 * Whether what came next to a checkpoint may be gone from Auth0's log, or the checkpoint itself: what Auth0 then answers is
 * not documented. It may go on at the oldest event that it has, which looks like any other answer.
 */
export function createDoubt(given: { log: Log; pace: Pace; now: () => Date }) {
  const { log, pace, now } = given;
  /** When the oldest event of the log had come in, as of when. */
  let floor: { readonly moment: number; readonly at: number } | undefined;

  async function floorNow(): Promise<number | undefined> {
    const at = now().getTime();
    if (floor && at - floor.at < HOUR) return floor.moment;
    const { first } = await oldestOf(log);
    floor = first && { moment: momentOf(first).getTime(), at };
    return floor?.moment;
  }

  const isOld = (at: Date) => now().getTime() - at.getTime() > pace.keptMs;

  return {
    async about({ moment, until }: Stand, step: LogStep): Promise<boolean> {
      // The event of long ago at which a quiet log ends may go without a word.
      if (step.events.length === 0) return !moment || isOld(moment);
      if (!isOld(until)) return false;
      const oldest = await floorNow();
      return oldest === undefined || until.getTime() < oldest + pace.edgeMs;
    },
  };
}
