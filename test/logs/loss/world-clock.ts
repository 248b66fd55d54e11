import { systemClock } from "../../../src/clock.ts";
import { type Clock, SECOND } from "../../../src/core/clock.ts";

/** A time that several processes share: it began with the machine's, goes so many times as fast, and is ahead by some. */
export interface WorldTime {
  readonly began: number;
  readonly times: number;
  readonly aheadMs: number;
}

export const timeIn = ({ began, times, aheadMs }: WorldTime): Date =>
  new Date(began + (Date.now() - began) * times + aheadMs);

/** What is waited for less than half a second is waited for as long as ever. */
export const worldClock = (world: WorldTime): Clock => ({
  now: () => timeIn(world),
  after: (ms, signal) => systemClock.after(ms < SECOND / 2 ? ms : ms / world.times, signal),
});
