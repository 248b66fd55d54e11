import type { Clock } from "../../src/core/clock.ts";

/** A clock that stands still until it is moved; whoever waits on it waits for that. */
export interface ManualClock extends Clock {
  /** Moves on so far, stopping at each moment that somebody waits for and letting them act. */
  advance(ms: number): Promise<void>;
  /** Somebody sets it to another time: those who wait wait as long as before. */
  set(to: Date): void;
  /** How many are waiting. */
  waiting(): number;
}

interface Wait {
  at: number;
  readonly done: () => void;
}

export function manualClock(start = new Date("2026-11-22T12:00:00Z")): ManualClock {
  let time = start.getTime();
  const waits = new Set<Wait>();

  function next(until: number): Wait | undefined {
    return [...waits].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  }

  return {
    now: () => new Date(time),
    after: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const wait: Wait = {
          at: time + ms,
          done() {
            waits.delete(wait);
            signal?.removeEventListener("abort", wait.done);
            resolve();
          },
        };
        signal?.addEventListener("abort", wait.done, { once: true });
        waits.add(wait);
      }),
    async advance(ms) {
      const until = time + ms;
      await turns();
      for (let wait = next(until); wait; wait = next(until)) {
        time = Math.max(time, wait.at);
        wait.done();
        await turns();
      }
      time = until;
    },
    set(to) {
      for (const wait of waits) wait.at += to.getTime() - time;
      time = to.getTime();
    },
    waiting: () => waits.size,
  };
}

/** Lets everything that can go on without the clock go on. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((done) => setImmediate(done));
}
