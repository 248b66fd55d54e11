import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import { UserError } from "../../src/core/errors.ts";
import {
  lastDue,
  nextDue,
  nextFree,
  parseWeekly,
  sayWeekly,
  weekOf,
  writeWeekly,
} from "../../src/core/weekly.ts";

const at = (day: string) => new Date(day);
const berlin = (written: string) => parseWeekly(written, "Europe/Berlin");

describe("a time of the week", () => {
  it.each([
    ["Mon 09:00", 1, 540, "Europe/Berlin"],
    ["monday 9:00", 1, 540, "Europe/Berlin"],
    ["  FRI  16:30  ", 5, 990, "Europe/Berlin"],
    ["Tues 00:00", 2, 0, "Europe/Berlin"],
    ["Thurs. 23:59", 4, 1439, "Europe/Berlin"],
    ["Sun 09:00@UTC", 7, 540, "UTC"],
    ["Sat 09:00 @ Asia/Kolkata", 6, 540, "Asia/Kolkata"],
    ["Wed 09:00 America/New_York", 3, 540, "America/New_York"],
  ])("is understood as people write it: %j", (written, weekday, minute, zone) => {
    expect(berlin(written)).toEqual({ weekday, minute, zone });
  });

  it.each([
    "",
    "Mon",
    "09:00",
    "Mon 24:00",
    "Mon 09:60",
    "Mon 9",
    "Moon 09:00",
    "T 09:00",
    "S 09:00",
  ])("%j is refused, with one that would do", (written) => {
    expect(() => berlin(written)).toThrow(UserError);
    expect(() => berlin(written)).toThrow(/is not a time of the week; write one like Mon 09:00/);
  });

  it("is refused in a zone that is none", () => {
    expect(() => berlin("Mon 09:00@Mars/Base")).toThrow(
      '"Mars/Base" is not a time zone; write one like Europe/Berlin or UTC.',
    );
  });

  it("is said with its zone, and written as it is understood", () => {
    const time = berlin("sun 8:05");
    expect(sayWeekly(time)).toBe("Sundays at 08:05 (Europe/Berlin)");
    expect(berlin(writeWeekly(time))).toEqual(time);
  });
});

describe("when it comes next", () => {
  it.each([
    ["a day before", "Mon 09:00", "2026-11-22T12:00:00Z", "2026-11-23T08:00:00.000Z"],
    [
      "the moment itself is not after it",
      "Mon 09:00",
      "2026-11-23T08:00:00Z",
      "2026-11-30T08:00:00.000Z",
    ],
    [
      "a millisecond before it",
      "Mon 09:00",
      "2026-11-23T07:59:59.999Z",
      "2026-11-23T08:00:00.000Z",
    ],
    [
      "over the change to summer time",
      "Mon 09:00",
      "2026-03-23T08:00:00Z",
      "2026-03-30T07:00:00.000Z",
    ],
    ["over the change back", "Mon 09:00", "2026-10-19T07:00:00Z", "2026-10-26T08:00:00.000Z"],
    [
      "a time that does not exist: after the gap",
      "Sun 02:30",
      "2026-03-28T12:00:00Z",
      "2026-03-29T01:00:00.000Z",
    ],
    [
      "a time that comes twice: the first",
      "Sun 02:30",
      "2026-10-24T12:00:00Z",
      "2026-10-25T00:30:00.000Z",
    ],
    [
      "not at the second of the two",
      "Sun 02:30",
      "2026-10-25T00:30:00Z",
      "2026-11-01T01:30:00.000Z",
    ],
    [
      "a gap of half an hour",
      "Sun 02:15@Australia/Lord_Howe",
      "2026-10-03T00:00:00Z",
      "2026-10-03T15:30:00.000Z",
    ],
    [
      "a gap at midnight",
      "Fri 00:00@Africa/Cairo",
      "2026-04-22T00:00:00Z",
      "2026-04-23T22:00:00.000Z",
    ],
    [
      "a day that was left out",
      "Fri 09:00@Pacific/Apia",
      "2011-12-29T00:00:00Z",
      "2011-12-30T10:00:00.000Z",
    ],
  ])("%s", (_what, written, after, due) => {
    const time = berlin(written);
    expect(nextDue(time, at(after)).toISOString()).toBe(due);
    expect(lastDue(time, at(due)).toISOString()).toBe(due);
  });

  it("leaves out the weeks that had theirs", () => {
    const friday = berlin("Fri 16:00");
    const wednesday = at("2026-11-18T12:00:00Z");
    expect(nextFree(friday, wednesday, []).toISOString()).toBe("2026-11-20T15:00:00.000Z");
    expect(nextFree(friday, wednesday, ["2026-W47"]).toISOString()).toBe(
      "2026-11-27T15:00:00.000Z",
    );
    expect(nextFree(friday, wednesday, ["2026-W47", "2026-W48"]).toISOString()).toBe(
      "2026-12-04T15:00:00.000Z",
    );
  });
});

describe("the week it is", () => {
  it.each([
    ["2026-11-22T12:00:00Z", "Europe/Berlin", "2026-W47"],
    ["2026-11-22T23:30:00Z", "Europe/Berlin", "2026-W48"],
    ["2026-11-22T23:30:00Z", "America/New_York", "2026-W47"],
    ["2026-11-22T10:30:00Z", "Pacific/Kiritimati", "2026-W48"],
    // The turns of the year.
    ["2025-12-29T12:00:00Z", "UTC", "2026-W01"],
    ["2026-12-31T12:00:00Z", "UTC", "2026-W53"],
    ["2027-01-03T12:00:00Z", "UTC", "2026-W53"],
    ["2027-01-04T12:00:00Z", "UTC", "2027-W01"],
    ["2024-12-30T12:00:00Z", "UTC", "2025-W01"],
    ["2023-01-01T12:00:00Z", "UTC", "2022-W52"],
    ["2021-01-03T12:00:00Z", "UTC", "2020-W53"],
  ])("%s in %s is %s", (date, zone, week) => {
    expect(weekOf(at(date), zone)).toBe(week);
  });

  it("is another one seven days later, and the weeks of a year are one more each", () => {
    for (let day = Date.UTC(2019, 11, 30); day < Date.UTC(2033, 0, 3); day += 7 * DAY) {
      const [year, week] = weekOf(new Date(day), "UTC").split("-W").map(Number);
      const sunday = weekOf(new Date(day + 7 * DAY - 1), "UTC");
      expect(sunday).toBe(weekOf(new Date(day), "UTC"));
      const [nextYear, next] = weekOf(new Date(day + 7 * DAY), "UTC")
        .split("-W")
        .map(Number);
      expect(nextYear === year ? next : Number(next) + Number(week)).toBe(Number(week) + 1);
    }
  });
});

/** The wall clock at every minute of some weeks, read off one by one. */
interface Walk {
  readonly zone: string;
  readonly from: number;
  readonly walls: readonly number[];
}

const changing = [
  ["Europe/Berlin", "2026-03-29", "2026-10-25"],
  ["America/New_York", "2026-03-08", "2026-11-01"],
  ["Asia/Kolkata", "2026-06-01", "2026-12-31"],
  ["Australia/Lord_Howe", "2026-04-05", "2026-10-04"],
  ["Pacific/Apia", "2011-12-30", "2010-09-26"],
  ["Pacific/Kiritimati", "2026-01-01", "2026-12-31"],
  ["America/St_Johns", "2010-03-14", "2010-11-07"],
  ["Africa/Cairo", "2026-04-24", "2026-10-30"],
  ["Atlantic/Azores", "2026-03-29", "2026-10-25"],
  ["UTC", "2026-03-29", "2026-10-25"],
] as const;

function walk(zone: string, day: string): Walk {
  const clock = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  });
  const from = Date.parse(`${day}T00:00:00Z`) - 11 * DAY;
  const walls = Array.from({ length: 22 * 24 * 60 }, (_, minute) =>
    Date.parse(`${clock.format(from + minute * MINUTE).replace(" ", "T")}Z`),
  );
  return { zone, from, walls };
}

/** The first minute after `after` at which the clock has, for the first time, come to such a time or passed it. */
function slowly({ from, walls }: Walk, weekday: number, minute: number, after: number): number {
  // The first Monday of all was the 5th of January 1970.
  const origin = 4 * DAY + (weekday - 1) * DAY + minute * MINUTE;
  let highest = Number.POSITIVE_INFINITY;
  for (const [index, wall] of walls.entries()) {
    const target = wall - ((((wall - origin) % (7 * DAY)) + 7 * DAY) % (7 * DAY));
    const now = from + index * MINUTE;
    if (now > after && target > highest) return now;
    highest = index === 0 ? wall : Math.max(highest, wall);
  }
  throw new Error("the walk was too short");
}

describe.each(changing)("in %s", (zone, ...days) => {
  it.each(days)("is the one that walking minute by minute finds, around %s", (day) => {
    const walked = walk(zone, day);
    const middle = walked.from + 11 * DAY;
    fc.assert(
      fc.property(
        fc.record({
          weekday: fc.integer({ min: 1, max: 7 }),
          // Most often in the hours in which clocks are changed.
          minute: fc.oneof(fc.integer({ min: 0, max: 240 }), fc.integer({ min: 0, max: 1439 })),
          after: fc.integer({ min: -7 * 24 * 60, max: 2 * 24 * 60 }),
        }),
        ({ weekday, minute, after: minutes }) => {
          const after = middle + minutes * MINUTE;
          const time = { weekday, minute, zone };
          const due = nextDue(time, new Date(after));
          expect(due.getTime()).toBe(slowly(walked, weekday, minute, after));
          expect(lastDue(time, due)).toEqual(due);
          expect(lastDue(time, new Date(due.getTime() + HOUR))).toEqual(due);
          expect(lastDue(time, new Date(due.getTime() - 1)) < due).toBe(true);
        },
      ),
      { numRuns: 80 },
    );
  });
});
