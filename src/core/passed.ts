import { SECOND } from "./clock.ts";

/** So far apart two looks at one clock may be, in whichever order: that is no sign that it was set. */
const atOnceMs = SECOND;

/**
 * Milliseconds from then to now. For ever where "then" is still to come: the clock was set back, and whoever waited for a time
 * to pass would wait as much longer.
 */
export function passed(since: number | Date, now: number | Date): number {
  const ms = Number(now) - Number(since);
  return ms < -atOnceMs ? Number.POSITIVE_INFINITY : Math.max(0, ms);
}

/** A wait in memory, from when on and for how long. */
export interface Wait {
  readonly from: number;
  readonly ms: number;
}

/** Milliseconds until it is over; 0 where it is. */
export const leftOf = ({ from, ms }: Wait, now: number | Date): number =>
  Math.max(0, ms - passed(from, now));

export const isOver = (wait: Wait, now: number | Date): boolean => leftOf(wait, now) === 0;

/** One that is over. */
export const noWait: Wait = { from: 0, ms: 0 };
