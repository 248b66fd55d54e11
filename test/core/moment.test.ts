import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arg } from "../../src/core/args.ts";
import { momentOf } from "../../src/core/moment.ts";

const now = new Date("2026-11-22T12:00:00Z");
const berlin = { now, zone: "Europe/Berlin" };
const at = (written: string, edge: "begin" | "end" = "begin", zone = "Europe/Berlin") =>
  momentOf(written, { now, zone }, edge)?.toISOString();

describe("a moment in words", () => {
  it("is so long ago, or a day or a time in the asker's zone", () => {
    expect(at("2h")).toBe("2026-11-22T10:00:00.000Z");
    expect(at("2026-11-22")).toBe("2026-11-21T23:00:00.000Z");
    expect(at("2026-11-22T14:00")).toBe("2026-11-22T13:00:00.000Z");
    expect(at("2026-11-22 14:00:05")).toBe("2026-11-22T13:00:05.000Z");
    expect(at("2026-07-01T14:00")).toBe("2026-07-01T12:00:00.000Z");
    expect(at("2026-11-22T14:00", "begin", "America/New_York")).toBe("2026-11-22T19:00:00.000Z");
    expect(at("2026-11-22T14:00", "begin", "Asia/Kolkata")).toBe("2026-11-22T08:30:00.000Z");
  });

  it("may say its own zone", () => {
    expect(at("2026-11-22T14:00:05Z")).toBe("2026-11-22T14:00:05.000Z");
    expect(at("2026-11-22T14:00+05:30")).toBe("2026-11-22T08:30:00.000Z");
  });

  it("includes the whole day that something goes until, also one of 25 hours", () => {
    expect(at("2026-11-22", "end")).toBe("2026-11-22T23:00:00.000Z");
    expect(at("2026-10-25")).toBe("2026-10-24T22:00:00.000Z");
    expect(at("2026-10-25", "end")).toBe("2026-10-25T23:00:00.000Z");
  });

  it("is the last time that a clock there showed it, also around changes of clocks and where days are skipped", () => {
    const last = (written: string, when: string, zone: string) =>
      momentOf(written, { now: new Date(when), zone }, "begin")
        ?.toISOString()
        .slice(0, 16);
    // Just after midnight behind a day of 23 hours, and of 25.
    expect(last("22:00", "2026-03-29T22:30:00Z", "Europe/Berlin")).toBe("2026-03-29T20:00");
    expect(last("22:00", "2026-10-25T23:30:00Z", "Europe/Berlin")).toBe("2026-10-25T21:00");
    // Ten minutes after the first, and after the second 02:30 of a night in which clocks are put back.
    expect(last("02:30", "2026-10-25T00:40:00Z", "Europe/Berlin")).toBe("2026-10-25T00:30");
    expect(last("02:30", "2026-10-25T01:40:00Z", "Europe/Berlin")).toBe("2026-10-25T01:30");
    expect(last("01:30", "2026-11-01T12:00:00Z", "America/New_York")).toBe("2026-11-01T06:30");
    // No clock showed 02:30 that night.
    expect(last("02:30", "2026-03-29T10:00:00Z", "Europe/Berlin")).toBe("2026-03-28T01:30");
    expect(last("22:00", "2026-11-29T13:33:00Z", "Pacific/Kiritimati")).toBe("2026-11-29T08:00");
    expect(last("9:05", "2026-11-29T13:33:00Z", "Asia/Kathmandu")).toBe("2026-11-29T03:20");
    // Samoa had no 30th of December in 2011.
    expect(last("23:00", "2011-12-30T11:00:00Z", "Pacific/Apia")).toBe("2011-12-30T09:00");
  });

  it("leaves nothing out where clocks show a time twice, and begins a day where it begins without a midnight", () => {
    const newYork = "America/New_York";
    expect(at("2026-11-01T01:30", "begin", newYork)).toBe("2026-11-01T05:30:00.000Z");
    expect(at("2026-11-01T01:30", "end", newYork)).toBe("2026-11-01T06:30:00.000Z");
    expect(at("2026-10-25T02:30")).toBe("2026-10-25T00:30:00.000Z");
    expect(at("2026-10-25T02:30", "end")).toBe("2026-10-25T01:30:00.000Z");
    expect(at("2026-09-06", "begin", "America/Santiago")).toBe("2026-09-06T04:00:00.000Z");
    expect(at("2026-09-05", "end", "America/Santiago")).toBe("2026-09-06T04:00:00.000Z");
    expect(at("2026-11-01", "begin", "America/Havana")).toBe("2026-11-01T04:00:00.000Z");
  });

  it("is a time of a day that has a name", () => {
    for (const written of [
      "yesterday 22:00",
      "Yesterday T22:00",
      "yesterdayT22:00",
      "saturday 22:00",
    ]) {
      expect(at(written), written).toBe("2026-11-21T21:00:00.000Z");
    }
    expect(at("today 9:00")).toBe("2026-11-22T08:00:00.000Z");
    expect(at("2026-11-21 9:05")).toBe("2026-11-21T08:05:00.000Z");
    expect(at("last-week 22:00")).toBeUndefined();
  });

  it("is nothing that is in no calendar and on no clock", () => {
    const wrong = ["2026-02-31", "2026-11-22T25:00", "2026-11-22T14:61", "never", "", "24:00"];
    expect(wrong.map((written) => at(written))).toEqual(wrong.map(() => undefined));
  });

  it("comes back as the same time on the wall, whatever the day and the zone", () => {
    const zones = [
      "Europe/Berlin",
      "America/St_Johns",
      "Pacific/Auckland",
      "UTC",
      "Asia/Kathmandu",
    ];
    const minutes = fc.integer({ min: 0, max: 525_600 });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
        const wall = new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString().slice(0, 16);
        const moment = momentOf(wall, { now, zone }, "begin");
        const shown = new Intl.DateTimeFormat("sv-SE", {
          timeZone: zone,
          dateStyle: "short",
          timeStyle: "short",
        }).format(moment);
        // Clocks that go forward skip an hour: no moment shows it, and one near is taken.
        const skipped = Math.abs(Date.parse(`${shown}Z`) - Date.parse(`${wall}Z`)) === 3_600_000;
        expect(shown.replace(" ", "T") === wall || skipped).toBe(true);
      }),
    );
  });

  it("is asked for again in words where it is none", () => {
    expect(() => arg.moment("from when", "begin").parse("yestreday", berlin)).toThrow(
      '"yestreday" is not a time. Did you mean "yesterday"? Write one like 2h',
    );
    expect(() => arg.moment("from when", "begin").parse("soon", berlin)).toThrow(
      '"soon" is not a time; write one like 2h, 2026-11-22 or 2026-11-22T14:00 (from when).',
    );
  });
});
