import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/core/clock.ts";
import { hourlyOf } from "../../src/core/hourly.ts";
import { isMore, sayTimes, sayUsual, usualOf } from "../../src/core/usual.ts";

const count = fc.nat({ max: 100_000 });
const from = new Date("2026-11-22T00:00:00Z");
const hoursOn = (hours: number) => new Date(from.getTime() + hours * HOUR);
const rows = (
  hours: readonly number[],
  earlier: readonly (readonly number[])[],
  to = hoursOn(hours.length),
) => hourlyOf({ from, to, hours, earlier });

describe("what is usual", () => {
  it("is not known from fewer than three samples", () => {
    expect(usualOf([])).toBeUndefined();
    expect(usualOf([1, 2])).toBeUndefined();
    expect(usualOf([1, Number.NaN, 2])).toBeUndefined();
  });

  it("is moved little by one bad day", () => {
    expect(usualOf([10, 12, 11, 5000])).toEqual({ median: 11.5, spread: 1 });
  });

  it("never says NaN or infinity, whatever was counted", () => {
    fc.assert(
      fc.property(
        count,
        fc.array(fc.oneof(count, fc.constant(Number.NaN)), { maxLength: 9 }),
        (now, samples) => {
          const usual = usualOf(samples);
          if (!usual) return;
          expect(`${sayTimes(now, usual)} ${sayUsual(usual)}`).not.toMatch(/NaN|Infinity/u);
          expect(Number.isFinite(usual.median) && Number.isFinite(usual.spread)).toBe(true);
        },
      ),
    );
  });
});

describe("more than usual", () => {
  it("is nothing that stays as it was", () => {
    fc.assert(
      fc.property(count, fc.integer({ min: 3, max: 9 }), (steady, samples) => {
        const usual = usualOf(Array.from({ length: samples }, () => steady));
        expect(usual && isMore(steady, usual)).toBe(false);
      }),
    );
  });

  it("is not three instead of one", () => {
    expect(isMore(3, { median: 1, spread: 0 })).toBe(false);
    expect(isMore(9, { median: 0, spread: 0 })).toBe(false);
  });

  it("is three times as many, where ten and more came on top", () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 100_000 }), (steady) => {
        expect(isMore(3 * steady, { median: steady, spread: 0 })).toBe(true);
      }),
    );
  });

  it("is not what varies as it always did", () => {
    const usual = usualOf([50, 150, 80, 200, 60, 180]);
    expect(usual && isMore(210, usual)).toBe(false);
  });

  it("is less a matter the more is usual", () => {
    fc.assert(
      fc.property(count, count, count, (now, some, others) => {
        const [low, high] = some < others ? [some, others] : [others, some];
        if (isMore(now, { median: high, spread: 0 })) {
          expect(isMore(now, { median: low, spread: 0 })).toBe(true);
        }
      }),
    );
  });
});

describe("hours", () => {
  it("raise no alarm where every hour is as it always was", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 3, max: 7 }),
        (hours, times) => {
          const flat = hours.map(() => hours[0] ?? 0);
          const { more, runs } = rows(
            flat,
            Array.from({ length: times }, () => flat),
          );
          expect({ more, runs }).toEqual({ more: false, runs: [] });
        },
      ),
    );
  });

  it("raise one where a real step came, and say in which hour", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: 8, max: 40 }),
        fc.integer({ min: 1, max: 6 }),
        (usual, length, last) => {
          const steady = Array.from({ length }, () => usual);
          const hours = steady.map((each, index) =>
            index >= length - last ? 4 * each + 20 : each,
          );
          const { runs } = rows(hours, [steady, steady, steady]);
          expect(runs).toHaveLength(1);
          expect(runs[0]).toMatchObject({ from: hoursOn(length - last), to: undefined });
        },
      ),
    );
  });

  it("are over once two whole hours are as usual again", () => {
    const steady = Array.from({ length: 12 }, () => 5);
    const hours = steady.map((each, index) => (index >= 3 && index < 6 ? 50 : each));
    expect(rows(hours, [steady, steady, steady]).runs).toMatchObject([
      { from: hoursOn(3), to: hoursOn(6), count: 150, peak: 50 },
    ]);
  });

  it("compare an hour that has only begun with as much of the same hour", () => {
    const steady = [60, 60, 60, 60];
    const begun = hoursOn(3.1);
    expect(rows([60, 60, 60, 6], [steady, steady, steady], begun)).toMatchObject({
      usual: { median: 186 },
      runs: [],
    });
    expect(rows([60, 60, 60, 60], [steady, steady, steady], begun).runs).toHaveLength(1);
  });

  it("say nothing of a usual where history is short", () => {
    expect(rows([5, 500], [[5, 5]])).toMatchObject({ usual: undefined, more: false, runs: [] });
  });
});
