import type { Clock } from "../../src/core/clock.ts";

/** A clock that moves only when told, or when somebody waits for it: waiting takes no time at all. */
export interface FakeClock extends Clock {
  /** Moves on by so many milliseconds. */
  pass(ms: number): void;
}

export function fakeClock(start = new Date("2026-11-22T12:00:00Z")): FakeClock {
  let now = start.getTime();
  return {
    now: () => new Date(now),
    pass(ms) {
      now += ms;
    },
    async after(ms, signal) {
      if (!signal?.aborted) now += ms;
    },
  };
}
