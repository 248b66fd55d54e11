import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseDate } from "../../src/feeds/dates.ts";
import { anyWords } from "../properties/words.ts";

const readings: readonly (readonly [string, string | undefined])[] = [
  ["Wed, 22 Apr 2026 20:15:12 GMT", "2026-04-22T20:15:12.000Z"],
  ["Wed, 22 Apr 26 20:15:12 GMT", "2026-04-22T20:15:12.000Z"],
  ["22 Apr 2026 20:15 +0200", "2026-04-22T18:15:00.000Z"],
  ["Wed, 22 April 2026 20:15:12 PST", "2026-04-23T04:15:12.000Z"],
  ["Wed, 22 Apr 2026 20:15:12 GMT+02:00", "2026-04-22T18:15:12.000Z"],
  ["Wed, Apr 22 2026 8:15:12 PM EDT", "2026-04-23T00:15:12.000Z"],
  ["Wed Apr 22 20:15:12 CEST 2026", "2026-04-22T18:15:12.000Z"],
  ["1 Sept 99 00:00 UT", "1999-09-01T00:00:00.000Z"],
  ["April 22nd, 2026", "2026-04-22T00:00:00.000Z"],
  ["22-Apr-2026 20:15 +0000", "2026-04-22T20:15:00.000Z"],
  ["2026", "2026-01-01T00:00:00.000Z"],
  ["2026-04", "2026-04-01T00:00:00.000Z"],
  ["2026-04-22", "2026-04-22T00:00:00.000Z"],
  ["20260422T201512Z", "2026-04-22T20:15:12.000Z"],
  ["2026-112", "2026-04-22T00:00:00.000Z"],
  ["26-04-22", "2026-04-22T00:00:00.000Z"],
  ["2026-04-22T20:15Z", "2026-04-22T20:15:00.000Z"],
  ["2026-04-22T20:15:12.345678-07:00", "2026-04-23T03:15:12.345Z"],
  ["2026-04-22 20:15:12 +0200", "2026-04-22T18:15:12.000Z"],
  ["2026/4/2 1:05 pm", "2026-04-02T13:05:00.000Z"],
  ["  \n 2026-04-22T20:15:12Z \t", "2026-04-22T20:15:12.000Z"],
  ["Thu, 31 Dec 2026 24:00:00 GMT", "2027-01-01T00:00:00.000Z"],
  ["Wed, 31 Dec 2008 23:59:60 GMT", "2009-01-01T00:00:00.000Z"],
  ["31.12.2026", "2026-12-31T00:00:00.000Z"],
  ["12/31/2026", "2026-12-31T00:00:00.000Z"],
  ["Tue, 31 Feb 2026 10:00:00 GMT", undefined],
  ["2026-13-01", undefined],
  ["2026-04-22T25:00:00Z", undefined],
  ["yesterday", undefined],
  ["0000-00-00", undefined],
  ["", undefined],
];

describe("dates as feeds write them", () => {
  it.each(readings)("reads %j", (written, expected) => {
    expect(parseDate(written)?.toISOString()).toBe(expected);
  });

  it("reads back every date that RFC 822 or ISO 8601 can say", () => {
    const date = fc.date({
      min: new Date("1970-01-01T00:00:00Z"),
      max: new Date("2200-01-01T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(date, (when) => {
        const seconds = new Date(Math.floor(when.getTime() / 1000) * 1000);
        expect(parseDate(when.toISOString())).toEqual(when);
        expect(parseDate(seconds.toUTCString())).toEqual(seconds);
      }),
    );
  });

  it("never throws, whatever is written", () => {
    fc.assert(
      fc.property(anyWords(), (written) => {
        const date = parseDate(written);
        expect(date === undefined || !Number.isNaN(date.getTime())).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
