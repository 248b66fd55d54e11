import type { Clock } from "./clock.ts";
import { leftOf } from "./passed.ts";

/** Room for so much work at a time; what finds none waits, in the order in which it came. */
export interface Places {
  /** Does the work once there is a place for it, and gives what it gives. */
  take<Done>(work: () => Promise<Done>): Promise<Done>;
}

/** `holdMs`: so long work may have its place. What takes longer goes on without one, so that what hangs holds nobody up. */
export function createPlaces(given: {
  readonly most: number;
  readonly holdMs: number;
  readonly clock: Clock;
}): Places {
  const { most, holdMs, clock } = given;
  const waiting = new Set<() => void>();
  /** Since when each place is taken, the longest first. */
  const taken = new Map<symbol, number>();
  let watching = false;

  const time = () => clock.now().getTime();

  function admit(): void {
    for (const enter of waiting) {
      if (taken.size >= most) return;
      waiting.delete(enter);
      enter();
    }
  }

  function leave(place: symbol): void {
    taken.delete(place);
    admit();
  }

  const oldest = () => taken.entries().next().value;

  /** While anybody waits, whoever has had a place too long gives it up. */
  async function watch(): Promise<void> {
    for (let first = oldest(); waiting.size > 0 && first; first = oldest()) {
      const [place, since] = first;
      const left = leftOf({ from: since, ms: holdMs }, time());
      if (left > 0) await clock.after(left);
      else leave(place);
    }
    watching = false;
  }

  function enter(): symbol | Promise<symbol> {
    const place = Symbol("place");
    const sit = (): symbol => {
      taken.set(place, time());
      return place;
    };
    if (taken.size < most) return sit();
    return new Promise((resolve) => {
      waiting.add(() => resolve(sit()));
      if (watching) return;
      watching = true;
      void watch();
    });
  }

  return {
    async take(work) {
      const place = await enter();
      try {
        return await work();
      } finally {
        leave(place);
      }
    },
  };
}
