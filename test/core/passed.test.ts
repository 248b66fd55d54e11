import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isOver, leftOf, noWait, passed } from "../../src/core/passed.ts";

const moment = fc.integer({ min: 0, max: 4_102_444_800_000 });
const length = fc.integer({ min: 1, max: 366 * 86_400_000 });

describe("a wait", () => {
  it("lasts as long as it should while the clock goes on, and no longer wherever the clock is set back to", () => {
    fc.assert(
      fc.property(moment, length, moment, (from, ms, now) => {
        const left = leftOf({ from, ms }, now);
        expect(left).toBeGreaterThanOrEqual(0);
        expect(left).toBeLessThanOrEqual(ms);
        expect(isOver({ from, ms }, now)).toBe(now < from - 1000 || now - from >= ms);
        expect(leftOf({ from, ms }, new Date(now))).toBe(left);
      }),
    );
  });

  it("that never began is over", () => {
    expect([isOver(noWait, 0), isOver(noWait, Date.now())]).toEqual([true, true]);
  });

  it("counts from a time that is still to come as if it were long ago", () => {
    expect([passed(1000, 3000), passed(3000, 1000)]).toEqual([2000, Number.POSITIVE_INFINITY]);
  });
});
