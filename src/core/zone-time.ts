import { DAY, MINUTE } from "./clock.ts";
import { dateFormats } from "./date-formats.ts";

const offsetShown = dateFormats("en-US", { timeZoneName: "longOffset" });

/** Whether it is a day of the calendar: the 31st of February would silently be a day in March. */
export function isDay(day: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return false;
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

/**
 * What is then when a clock on the wall of the zone first shows `local` (given as if it were UTC). Where clocks go forward
 * over it, it is as long after the change as `local` is after what they showed before.
 */
export function inZone(local: Date, zone: string): Date {
  return shownAt(local, zone)[0] ?? new Date(local.getTime() - offsetAt(dayFrom(local, -1), zone));
}

/** When a clock on the wall of the zone shows `local`: never where clocks go forward over it, twice where they go back. */
export function shownAt(local: Date, zone: string): readonly Date[] {
  const offsets = new Set([-1, 1].map((days) => offsetAt(dayFrom(local, days), zone)));
  return [...offsets]
    .map((offset) => new Date(local.getTime() - offset))
    .filter((at) => at.getTime() + offsetAt(at, zone) === local.getTime())
    .sort((one, other) => one.getTime() - other.getTime());
}

const dayFrom = (local: Date, days: number): Date => new Date(local.getTime() + days * DAY);

/** Milliseconds that the zone's clocks are ahead of UTC. */
export function offsetAt(at: Date, zone: string): number {
  const shown = offsetShown(zone).formatToParts(at);
  const name = shown.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE;
  return sign === "-" ? -size : size;
}

/** The time on the wall of the zone at a moment, and back; for many moments, of which nearly all lie in days like others. */
function wallOf(zone: string) {
  const known = new Map<number, number>();
  function onDay(day: number): number {
    const offset = known.get(day) ?? offsetAt(new Date(day * DAY), zone);
    known.set(day, offset);
    return offset;
  }
  function offset(ms: number): number {
    const day = Math.floor(ms / DAY);
    return onDay(day) === onDay(day + 1) ? onDay(day) : offsetAt(new Date(ms), zone);
  }
  return { offset, back: (local: number) => local - offset(local - offset(local)) };
}

/** What shows the same time on the wall of the zone as many days before. */
export function daysBefore(zone: string): (at: Date, days: number) => Date {
  const { offset, back } = wallOf(zone);
  return (at, days) => new Date(back(at.getTime() + offset(at.getTime()) - days * DAY));
}

/** "2026-11-22": the day that it is then in the zone. */
export const localDay = (at: Date, zone: string): string =>
  new Date(at.getTime() + offsetAt(at, zone)).toISOString().slice(0, 10);

/** The same time on the wall, a day later. */
export const dayLater = (at: Date, zone: string): Date =>
  inZone(new Date(at.getTime() + offsetAt(at, zone) + DAY), zone);
