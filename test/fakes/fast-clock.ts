import { systemClock } from "../../src/clock.ts";
import { type Clock, SECOND } from "../../src/core/clock.ts";

/**
 * The machine's clock, so many times as fast: for what goes on by itself within minutes. What is waited for less than
 * half a second is waited for as long as ever: that is patience with work under way, and work is done no faster.
 */
export function fastClock(times: number): Clock {
  const began = Date.now();
  return {
    now: () => new Date(began + (Date.now() - began) * times),
    after: (ms, signal) => systemClock.after(ms < SECOND / 2 ? ms : ms / times, signal),
  };
}

/** The machine's clock, but with ten times the patience: for what is not about answers that take long. */
export const patientClock: Clock = {
  ...systemClock,
  after: (ms, signal) => systemClock.after(10 * ms, signal),
};
