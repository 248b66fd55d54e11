import type { Clock } from "../../src/core/clock.ts";

/** A clock on which, once it is held, one length of time does not pass before it is told to. */
export interface HeldClock extends Clock {
  hold(ms: number): void;
  /** How many wait for that time. */
  waiting(): number;
  pass(): void;
}

export function heldClock(clock: Clock): HeldClock {
  const ends: (() => void)[] = [];
  let held: number | undefined;
  return {
    now: clock.now,
    after: (ms, signal) =>
      ms === held ? new Promise((done) => void ends.push(done)) : clock.after(ms, signal),
    hold(ms) {
      held = ms;
    },
    waiting: () => ends.length,
    pass() {
      for (const end of ends.splice(0)) end();
    },
  };
}
