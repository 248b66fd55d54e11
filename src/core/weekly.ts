import { isZone } from "./args.ts";
import { DAY, HOUR, SECOND } from "./clock.ts";
import { dateFormats } from "./date-formats.ts";
import type { WeeklyTime } from "./digest.ts";
import { UserError } from "./errors.ts";
import { sayHourMinute } from "./say.ts";

/** Times of the week on somebody's wall clock, in any zone that Intl knows. Nothing here knows the machine's own zone. */

const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const shortDay = dateFormats("en-GB", { weekday: "short", day: "numeric", month: "short" });
const clockOf = dateFormats("en-GB", {
  hourCycle: "h23",
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

/**
 * "Mon 09:00", "monday 9:00 Europe/Berlin", "Fri 16:30@UTC"; without a zone of its own it is in `zone`.
 * @throws UserError that says how to write it.
 */
export function parseWeekly(written: string, zone: string): WeeklyTime {
  const [, day = "", hour, minute, named = zone] =
    /^\s*([a-z]+)\.?,?\s+(\d{1,2}):(\d{2})(?:\s*@\s*|\s+|$)(\S+)?\s*$/i.exec(written) ?? [];
  const weekday = weekdayOf(day);
  if (weekday === 0 || !(Number(hour) < 24 && Number(minute) < 60)) {
    throw new UserError(
      `"${written.trim()}" is not a time of the week; write one like Mon 09:00 or Fri 16:30@Europe/Berlin.`,
    );
  }
  if (!isZone(named)) {
    throw new UserError(`"${named}" is not a time zone; write one like Europe/Berlin or UTC.`);
  }
  return { weekday, minute: Number(hour) * 60 + Number(minute), zone: named };
}

/** 1 to 7 for a name or a beginning of one that can mean no other day; 0 for anything else. */
function weekdayOf(written: string): number {
  if (written.length < 2) return 0;
  return names.findIndex((name) => name.toLowerCase().startsWith(written.toLowerCase())) + 1;
}

/** "Mondays at 09:00 (Europe/Berlin)" */
export function sayWeekly(time: WeeklyTime): string {
  return `${names[time.weekday - 1]}s at ${sayMinute(time.minute)} (${time.zone})`;
}

/** "Mon 23 Nov, 09:00": for what is so near that the year goes without saying. */
export function sayWhen(at: Date, zone: string): string {
  return `${shortDay(zone).format(at).replace(",", "")}, ${sayHourMinute(at, zone)}`;
}

/** As it is written in a line and in the settings: "Mon 09:00". */
export function writeWeekly({ weekday, minute }: Omit<WeeklyTime, "zone">): string {
  return `${names[weekday - 1]?.slice(0, 3)} ${sayMinute(minute)}`;
}

function sayMinute(minute: number): string {
  const [hours, minutes] = [Math.floor(minute / 60), minute % 60];
  return [hours, minutes].map((part) => String(part).padStart(2, "0")).join(":");
}

/**
 * The first such time strictly after a moment. Where clocks are put forward over it that day: the first moment
 * after the gap. Where it comes twice: the first of the two.
 */
export function nextDue(time: WeeklyTime, after: Date): Date {
  const [first] = duesAround(time, after).filter((due) => due > after);
  return first ?? nextDue(time, new Date(after.getTime() + 7 * DAY));
}

/** The last such time that is not after a moment. */
export function lastDue(time: WeeklyTime, at: Date): Date {
  const past = duesAround(time, at).filter((due) => due <= at);
  return past.at(-1) ?? lastDue(time, new Date(at.getTime() - 7 * DAY));
}

/** The first such time after a moment that falls into none of these weeks. */
export function nextFree(time: WeeklyTime, after: Date, taken: readonly string[]): Date {
  const due = nextDue(time, after);
  return taken.includes(weekOf(due, time.zone)) ? nextFree(time, due, taken) : due;
}

/** The ISO week that it is there and then, like 2026-W47. */
export function weekOf(date: Date, zone: string): string {
  const day = dayOf(wallClock(date.getTime(), zone));
  // A week belongs to the year that its Thursday is in.
  const thursday = day + (4 - weekdayOfDay(day)) * DAY;
  const year = new Date(thursday).getUTCFullYear();
  const week = 1 + Math.floor((thursday - Date.UTC(year, 0, 1)) / (7 * DAY));
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** Walls are wall clocks: milliseconds as if the zone were UTC. A day is the wall at its midnight. */
const dayOf = (wall: number): number => Math.floor(wall / DAY) * DAY;

/** 1 is Monday. */
const weekdayOfDay = (day: number): number => ((new Date(day).getUTCDay() + 6) % 7) + 1;

/** The times of the week before, of this and of the next, oldest first. */
function duesAround({ weekday, minute, zone }: WeeklyTime, at: Date): readonly Date[] {
  const today = dayOf(wallClock(at.getTime(), zone));
  const mine = today + (weekday - weekdayOfDay(today)) * DAY;
  return [-7, 0, 7].map((days) => momentOf(mine + days * DAY + minute * 60 * SECOND, zone));
}

/** No clock is further from UTC. */
const farthest = 26 * HOUR;
/** Nowhere are clocks changed twice within it. */
const stretch = 6 * HOUR;

/** The first moment at which the wall clock shows this or more. */
function momentOf(wall: number, zone: string): Date {
  for (let from = wall - farthest; ; from += stretch) {
    const to = from + stretch;
    const [before, after] = [offset(from, zone), offset(to, zone)];
    const change = before === after ? to : changeBetween(from, to, zone);
    if (wall - before < change) return new Date(wall - before);
    // In the gap, or past it: the clock was put forward.
    if (wall - after <= change) return new Date(change);
  }
}

/** The first moment in a stretch at which the clock is another. */
function changeBetween(from: number, to: number, zone: string): number {
  const before = offset(from, zone);
  let [low, high] = [from, to];
  while (high - low > SECOND) {
    const middle = low + Math.ceil((high - low) / 2 / SECOND) * SECOND;
    if (offset(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** Milliseconds that the zone is ahead of UTC. */
const offset = (time: number, zone: string): number => wallClock(time, zone) - time;

function wallClock(time: number, zone: string): number {
  const shown = Object.fromEntries(
    clockOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = shown;
  return (
    Date.UTC(year, month - 1, day, hour, minute, second) + (((time % SECOND) + SECOND) % SECOND)
  );
}
