import { describe, expect, it } from "vitest";
import type { Coverage } from "../../src/core/archive.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { earlierOf, heardOf, isWhole } from "../../src/core/history.ts";
import { ago, noon } from "../fakes/subjects.ts";

const covered = (days: number, more: Partial<Coverage> = {}): Coverage => ({
  events: 1,
  holes: [],
  heard: {},
  recovered: 0,
  proved: { since: ago(days * DAY), until: noon, checkpoint: "1" },
  ...more,
});
const last = (ms: number) => ({ from: ago(ms), to: noon });
const backs = (ms: number, coverage: Coverage) =>
  earlierOf(last(ms), { coverage, zone: "UTC" })?.stretches.map(({ to }) => (+noon - +to) / DAY);

describe("what a stretch of time is compared with", () => {
  it("is the same hours of the four weeks before", () => {
    expect(backs(DAY, covered(60))).toEqual([7, 14, 21, 28]);
    expect(backs(7 * DAY + 50 * MINUTE, covered(60))).toEqual([7, 14, 21, 28]);
    expect(backs(9 * DAY, covered(90))).toEqual([14, 28, 42, 56]);
  });

  it("leaves out a week of which a part is missing", () => {
    const hole = { from: ago(8 * DAY), to: ago(7.5 * DAY), why: "off", foundAt: noon };
    expect(backs(DAY, covered(60, { holes: [hole] }))).toEqual([14, 21, 28]);
  });

  it("is the days before where there are fewer than three such weeks, for a day at most", () => {
    expect(earlierOf(last(DAY), { coverage: covered(20), zone: "UTC" })?.rhythm).toBe("days");
    expect(backs(DAY, covered(5))).toEqual([1, 2, 3, 4]);
    expect(backs(3 * DAY, covered(20))).toBeUndefined();
  });

  it("is nothing where history is too short", () => {
    expect(backs(DAY, covered(3))).toBeUndefined();
    const { proved: _, ...nothing } = covered(1);
    expect(backs(HOUR, nothing)).toBeUndefined();
  });
});

describe("a log that is kept", () => {
  it("is whole from where its proof begins, and else from its oldest event, but for holes", () => {
    expect(isWhole(last(DAY), covered(2))).toBe(true);
    expect(isWhole(last(3 * DAY), covered(2))).toBe(false);
    const { proved: _, ...streamed } = covered(1, { oldest: ago(4 * DAY) });
    expect(isWhole(last(3 * DAY), streamed)).toBe(true);
    const hole = { from: ago(2 * HOUR), to: ago(HOUR), why: "off", foundAt: noon };
    expect(isWhole(last(DAY), { ...streamed, holes: [hole] })).toBe(false);
    expect(isWhole(last(HOUR), { ...streamed, holes: [hole] })).toBe(true);
  });

  it("was last heard of when anything came, or was looked for in vain", () => {
    const { proved: _, ...streamed } = covered(1);
    expect(heardOf(streamed)).toBeUndefined();
    const heard = { stream: ago(3 * HOUR), reader: ago(HOUR) };
    expect(heardOf({ ...streamed, heard })).toEqual(ago(HOUR));
    expect(heardOf(covered(1, { heard }))).toEqual(noon);
  });
});
