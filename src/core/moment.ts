import { DAY, MINUTE } from "./clock.ts";
import { parseDuration } from "./duration.ts";

/** Which moment a date without a time means: a search from a day on begins with it, one until a day includes it. */
export type DayEdge = "begin" | "end";

/**
 * The moment that words name: so long ago (`2h`), a day (`2026-11-22`), or a time of a day (`2026-11-22T14:00`),
 * in the zone unless it says its own (`Z`, `+01:00`). Undefined for anything else.
 */
export function momentOf(
  written: string,
  { now, zone }: { now: Date; zone: string },
  edge: DayEdge,
): Date | undefined {
  const ms = parseDuration(written);
  if (ms !== undefined) return new Date(Math.max(0, now.getTime() - ms));
  const parts =
    /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?)?$/i.exec(
      written.trim(),
    );
  const [, day = "", minute, second = ":00", offset] = parts ?? [];
  if (!isDay(day)) return undefined;
  if (minute !== undefined && offset !== undefined) {
    return existing(new Date(`${day}T${minute}${second}${offset.toUpperCase()}`));
  }
  const local = existing(new Date(`${day}T${minute ?? "00:00"}${minute ? second : ":00"}Z`));
  if (!local) return undefined;
  const extra = minute === undefined && edge === "end" ? DAY : 0;
  return inZone(new Date(local.getTime() + extra), zone);
}

/** The 31st of February would silently be a day in March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

const existing = (date: Date): Date | undefined =>
  Number.isNaN(date.getTime()) ? undefined : date;

/** What is then when a clock on the wall of the zone shows `local` (given as if it were UTC). */
function inZone(local: Date, zone: string): Date {
  const guess = new Date(local.getTime() - offsetAt(local, zone));
  // The first guess may lie on the other side of a change of clocks.
  return new Date(local.getTime() - offsetAt(guess, zone));
}

/** Milliseconds that the zone's clocks are ahead of UTC. */
export function offsetAt(at: Date, zone: string): number {
  const shown = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    timeZoneName: "longOffset",
  }).formatToParts(at);
  const name = shown.find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign, hours, minutes] = /GMT([+-])(\d{2}):(\d{2})/.exec(name) ?? [];
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE;
  return sign === "-" ? -size : size;
}
