import type { Stretch } from "./archive.ts";
import { DAY, HOUR, MINUTE } from "./clock.ts";
import { inZone, isDay, localDay } from "./zone-time.ts";

interface Now {
  readonly now: Date;
  readonly zone: string;
}

const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/** Words that name a stretch of time by the calendar; weekdays are the last ones, today among them. */
export const stretchWords: readonly string[] = [
  ...["today", "yesterday", "this-week", "last-week", "this-month", "last-month"],
  ...weekdays,
];

/** The day, hour, minute, week or month that words name, in the zone. Undefined for anything else. */
export function namedStretch(written: string, given: Now): Stretch | undefined {
  const word = written.trim().toLowerCase().replaceAll(" ", "-");
  const days = daysOf(word, given);
  if (days) return { from: inZone(days[0], given.zone), to: inZone(days[1], given.zone) };
  return partOfDay(word, given);
}

/** Midnights on the wall, given as if they were UTC: the stretch's first, and the one after its last day. */
type Days = readonly [Date, Date];

function daysOf(word: string, { now, zone }: Now): Days | undefined {
  if (isDay(word)) return daysFrom(midnight(word), 1);
  if (/^\d{4}-\d{2}$/.test(word) && isDay(`${word}-01`)) return monthOf(midnight(`${word}-01`), 0);
  const today = midnight(localDay(now, zone));
  const weekday = (today.getUTCDay() + 6) % 7;
  const named = weekdays.indexOf(word);
  if (named >= 0) return daysFrom(today, 1, -((weekday - named + 7) % 7));
  return calendar.get(word)?.(today, weekday);
}

const calendar = new Map<string, (today: Date, weekday: number) => Days>([
  ["today", (today) => daysFrom(today, 1)],
  ["yesterday", (today) => daysFrom(today, 1, -1)],
  ["this-week", (today, weekday) => daysFrom(today, 7, -weekday)],
  ["last-week", (today, weekday) => daysFrom(today, 7, -weekday - 7)],
  ["this-month", (today) => monthOf(today, 0)],
  ["last-month", (today) => monthOf(today, -1)],
]);

const midnight = (day: string): Date => new Date(`${day}T00:00:00Z`);

function daysFrom(day: Date, count: number, ahead = 0): Days {
  const first = day.getTime() + ahead * DAY;
  return [new Date(first), new Date(first + count * DAY)];
}

function monthOf(day: Date, ahead: number): Days {
  const [year, month] = [day.getUTCFullYear(), day.getUTCMonth() + ahead];
  return [new Date(Date.UTC(year, month)), new Date(Date.UTC(year, month + 1))];
}

/** `2026-11-22T14` is an hour, `2026-11-22T14:05` a minute. */
function partOfDay(word: string, { zone }: Now): Stretch | undefined {
  const [, day = "", hour, minute] =
    /^(\d{4}-\d{2}-\d{2})t([01]\d|2[0-3])(?::([0-5]\d))?$/.exec(word) ?? [];
  if (!isDay(day)) return undefined;
  const from = inZone(new Date(`${day}T${hour}:${minute ?? "00"}:00Z`), zone);
  return { from, to: new Date(from.getTime() + (minute === undefined ? HOUR : MINUTE)) };
}
