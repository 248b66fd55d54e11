import { systemClock } from "../../src/clock.ts";
import type { Clock } from "../../src/core/clock.ts";

/** The machine's clock, so many times as fast: for what goes on by itself within minutes. */
export function fastClock(times: number): Clock {
  const began = Date.now();
  return {
    now: () => new Date(began + (Date.now() - began) * times),
    after: (ms, signal) => systemClock.after(ms / times, signal),
  };
}
