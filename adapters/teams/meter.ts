import type { Clock } from "../../src/core/clock.ts";
import type { Rate } from "../../src/core/pace.ts";
import { leftOf } from "../../src/core/passed.ts";

/** Counts what is sent against rates that the other side counts by. */
export interface Meter {
  /** Milliseconds until one more is within every rate, as far as that is known; 0 means now. */
  wait(): number;
  /** Counts one. The returned function is called once the other side has answered. */
  begin(): () => void;
}

/** While everything that a rate allows is under way, nobody knows when the next may go. */
const glanceMs = 20;

/**
 * What is under way may arrive at any moment: it counts from when it was answered, not from when it was sent. So the other
 * side never sees more than it allows, however long messages travel.
 */
export function createMeter(rates: readonly Rate[], clock: Pick<Clock, "now">): Meter {
  const keep = Math.max(1, ...rates.map(({ count }) => count));
  let answered: number[] = [];
  let underWay = 0;

  function waitOf({ count, perMs }: Rate, now: number): number {
    const free = count - underWay;
    if (free <= 0) return glanceMs;
    const before = answered[answered.length - free];
    return before === undefined ? 0 : leftOf({ from: before, ms: perMs }, now);
  }

  return {
    wait: () => Math.max(0, ...rates.map((rate) => waitOf(rate, clock.now().getTime()))),
    begin() {
      underWay += 1;
      return () => {
        underWay -= 1;
        answered = [...answered, clock.now().getTime()].slice(-keep);
      };
    },
  };
}
