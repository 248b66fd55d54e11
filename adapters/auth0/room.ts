import { type Clock, SECOND } from "../../src/core/clock.ts";
import type { Budget, Trip } from "./budget.ts";

/** How long a request waits for room in the quota, once it is its turn. */
const patience = 2 * SECOND;
/** How long it waits before it looks again: answers under way may tell of room sooner. */
const glance = SECOND / 4;

/** Waits for room in a quota, one at a time: several would all find the same room, and come too late for it over and over. */
export function createRoom(budget: Budget, clock: Clock) {
  let line: Promise<unknown> = Promise.resolve();
  let inLine = 0;

  async function wait(path: string, refuse: (waitMs: number) => Error): Promise<Trip> {
    const until = clock.now().getTime() + patience;
    for (let ms = budget.wait(path); ms > 0; ms = budget.wait(path)) {
      if (clock.now().getTime() + ms > until) throw refuse(ms);
      await clock.after(Math.min(ms, glance));
    }
    return budget.spend(path);
  }

  return {
    /** Rejects with what `refuse` makes of the time that it would take, if that is too long. */
    take(path: string, refuse: (waitMs: number) => Error): Promise<Trip> {
      inLine += 1;
      const turn = line.then(() => wait(path, refuse)).finally(() => (inLine -= 1));
      line = turn.catch(() => {});
      return turn;
    },
    /** Never stands in line: where anybody does, or where there is less than plenty of room, it is refused at once. */
    takeSpare(path: string, refuse: (waitMs: number) => Error): Trip {
      const ms = inLine > 0 ? Math.max(glance, budget.wait(path, true)) : budget.wait(path, true);
      if (ms > 0) throw refuse(ms);
      return budget.spend(path);
    },
  };
}
