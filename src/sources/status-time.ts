import { DAY, HOUR, MINUTE } from "../core/clock.ts";

const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
/** Hours east of Greenwich. */
const zones: ReadonlyMap<string, number> = new Map([
  ["utc", 0],
  ["gmt", 0],
  ["z", 0],
  ["bst", 1],
  ["cet", 1],
  ["cest", 2],
  ["jst", 9],
  ["aest", 10],
  ["aedt", 11],
  ["est", -5],
  ["edt", -4],
  ["cst", -6],
  ["cdt", -5],
  ["mst", -7],
  ["mdt", -6],
  ["pst", -8],
  ["pdt", -7],
]);

/**
 * The moment that `Apr 22, 20:14 UTC` means. It carries no year, so it is the latest such moment that is
 * not after `latest` (but for a day's slip of zones and clocks).
 */
export function momentOf(written: string, latest: Date): Date | undefined {
  const day = dayOf(written);
  if (!day) return undefined;
  const offset = timeOf(written) - zoneOf(written);
  if (day.year !== undefined) return momentIn(day.year, day, offset);
  const last = latest.getUTCFullYear() + 1;
  for (let year = last; year > last - 10; year -= 1) {
    const moment = momentIn(year, day, offset);
    if (moment && moment.getTime() <= latest.getTime() + DAY) return moment;
  }
  return undefined;
}

interface Day {
  readonly month: number;
  readonly day: number;
  readonly year: number | undefined;
}

function dayOf(written: string): Day | undefined {
  const [, name = "", after, year] =
    /\b([a-z]{3,9})\.? +(\d{1,2})(?!:)(?:st|nd|rd|th)?\b(?:,? +(\d{4}))?/i.exec(written) ?? [];
  const [, before, name2 = "", year2] =
    /\b(\d{1,2})(?:st|nd|rd|th)?\.? +([a-z]{3,9})\b(?:,? +(\d{4}))?/i.exec(written) ?? [];
  if (monthOf(name) >= 0) return made(name, after, year);
  return monthOf(name2) >= 0 ? made(name2, before, year2) : undefined;
}

const monthOf = (name: string) => months.indexOf(name.slice(0, 3).toLowerCase());

const made = (name: string, day: string | undefined, year: string | undefined): Day => ({
  month: monthOf(name),
  day: Number(day),
  year: year === undefined ? undefined : Number(year),
});

/** Milliseconds into the day. */
function timeOf(written: string): number {
  const [, hour, minute, half] = /(\d{1,2}):(\d{2})(?::\d{2})? *([ap]m)?/i.exec(written) ?? [];
  if (hour === undefined) return 0;
  const hours = half ? (Number(hour) % 12) + (/pm/i.test(half) ? 12 : 0) : Number(hour);
  return hours * HOUR + Number(minute) * MINUTE;
}

function zoneOf(written: string): number {
  const [, sign, hours, minutes] = /([+-])(\d{2}):?(\d{2})\b/.exec(written) ?? [];
  if (sign) return (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
  const names = written.toLowerCase().match(/\b[a-z]{1,4}\b/g) ?? [];
  return (names.map((name) => zones.get(name)).find((zone) => zone !== undefined) ?? 0) * HOUR;
}

/** Undefined where that year has no such day. */
function momentIn(year: number, { month, day }: Day, offset: number): Date | undefined {
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCDate() === day ? new Date(date.getTime() + offset) : undefined;
}
