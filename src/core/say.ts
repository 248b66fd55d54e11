import { HOUR } from "./clock.ts";
import { dateFormats } from "./date-formats.ts";

const day = { day: "numeric", month: "short", year: "numeric" } as const;
const minute = { hour: "2-digit", minute: "2-digit" } as const;
const [time, date, clock, hourMinute, zoneName] = [
  dateFormats("en-GB", { ...day, ...minute, timeZoneName: "short" }),
  dateFormats("en-GB", day),
  dateFormats("en-GB", { ...minute, second: "2-digit" }),
  dateFormats("en-GB", minute),
  dateFormats("en-GB", { timeZoneName: "short" }),
];

/** "22 Nov 2026, 10:05 GMT+1": for summaries, where a platform cannot show a time its own way. */
export const sayTime = (at: Date, zone: string): string => time(zone).format(at);

/** "from 22 Nov 2026, 10:05 until 11:05 GMT+1": the day once, where it is one. */
export function sayStretch({ from, to }: { from: Date; to: Date }, zone: string): string {
  const [first, last] = [sayTime(from, zone), sayTime(to, zone)];
  const [day, zoneOf] = [sayDate(from, zone), (words: string) => words.split(" ").at(-1)];
  const isShort = last.startsWith(day) && zoneOf(first) === zoneOf(last);
  return isShort
    ? `from ${first.slice(0, first.lastIndexOf(" "))} until ${last.slice(day.length + 2)}`
    : `from ${first} until ${last}`;
}

/** "22 Nov 2026" */
export const sayDate = (at: Date, zone: string): string => date(zone).format(at);

/** "12,400" */
export const sayNumber = (count: number): string => count.toLocaleString("en");

/** "1 entry", "3,100 entries" */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${sayNumber(count)} ${count === 1 ? one : many}`;
}

/** "a, b and c" */
export function sayList(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} and ${last}`;
}

/** "14:05:07" */
export const sayClock = (at: Date, zone: string): string => clock(zone).format(at);

/** "14:05", where the zone goes without saying. */
export const sayHourMinute = (at: Date, zone: string): string => hourMinute(zone).format(at);

/** "GMT+1" */
export function sayZone(at: Date, zone: string): string {
  const parts = zoneName(zone).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? zone;
}

/** "14:05 GMT+1" */
export const sayHour = (at: Date, zone: string): string =>
  `${sayHourMinute(at, zone)} ${sayZone(at, zone)}`;

/** "14:05 GMT+1" of late, else with its date. */
export const sayLately = (at: Date, now: Date, zone: string): string =>
  now.getTime() - at.getTime() < 12 * HOUR ? sayHour(at, zone) : sayTime(at, zone);
