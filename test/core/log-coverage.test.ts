import { describe, expect, it } from "vitest";
import type { Hole } from "../../src/core/archive.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { completenessOf, type LogReading, sayCoverage } from "../../src/core/log-coverage.ts";
import { ago, noon } from "../fakes/subjects.ts";

const asked = { now: noon, zone: "UTC" };
const reading: LogReading = { streamed: false };
const provedUpTo = (ms: number, holes: readonly Hole[] = []) => ({
  proved: { since: ago(40 * DAY), until: ago(ms), checkpoint: "900" },
  holes,
});
const hole = (days: number): Hole => ({
  from: ago(days * DAY),
  to: ago(days * DAY - HOUR),
  why: "Auth0 no longer had it",
  foundAt: ago(days * DAY - HOUR),
});

describe("what is said of a kept log", () => {
  it("is since when it is whole, and up to when that is proved", () => {
    expect(sayCoverage(provedUpTo(2 * MINUTE), asked)).toBe(
      "whole since 13 Oct 2026, proved up to 2 min ago",
    );
  });

  it("names each hole by its span and its reason, the newest three of them", () => {
    const two = sayCoverage(provedUpTo(2 * MINUTE, [hole(9), hole(3)]), asked);
    expect(two).toBe(
      "since 13 Oct 2026, proved up to 2 min ago, but for 2 holes: from 13 Nov 2026, 12:00 UTC to 13 Nov 2026, 13:00 UTC (Auth0 no longer had it); from 19 Nov 2026, 12:00 UTC to 19 Nov 2026, 13:00 UTC (Auth0 no longer had it)",
    );
    const five = sayCoverage(provedUpTo(0, [9, 8, 7, 6, 5].map(hole)), asked);
    expect(five).toContain("but for 5 holes: from 15 Nov");
    expect(five).toMatch(/; and 2 older$/);
  });

  it("is where reading history stands, and how long that takes where it can be told", () => {
    const behind = provedUpTo(5 * DAY, [hole(9)]);
    const history = { toGoMs: 40 * MINUTE };
    expect(sayCoverage(behind, { ...asked, reading: { ...reading, history } })).toMatch(
      /^reading history: at 17 Nov 2026, 12:00 UTC, about 40 min to go; there is 1 hole: from 13 Nov/,
    );
    const words = sayCoverage(provedUpTo(5 * DAY), {
      ...asked,
      reading: { ...reading, history: {} },
    });
    expect(words).toBe("reading history: at 17 Nov 2026, 12:00 UTC");
  });

  it("never takes what is proved up to long ago for whole", () => {
    const behind = provedUpTo(5 * HOUR);
    expect(completenessOf(behind, asked)).toBe("behind");
    expect(sayCoverage(behind, asked)).toBe("proved only up to 22 Nov 2026, 07:00 UTC, 5 h ago");
  });

  it("tells a log without a proof from one that is empty", () => {
    expect(sayCoverage({ holes: [] }, asked)).toBe("not checked for gaps yet");
    expect(sayCoverage({ holes: [] }, { ...asked, reading: { ...reading, empty: true } })).toBe(
      "empty, as Auth0's log is so far",
    );
  });
});
