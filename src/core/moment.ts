import { DAY } from "./clock.ts";
import { parseDuration } from "./duration.ts";
import { namedStretch } from "./stretch-words.ts";
import { inZone, isDay, localDay } from "./zone-time.ts";

/** Which moment of a longer time is meant: a search from a day on begins with it, one until a day includes it. */
export type DayEdge = "begin" | "end";

/**
 * The moment that words name: so long ago (`2h`), `now`, a day (`2026-11-22`, `yesterday`), a time of a day
 * (`2026-11-22T14:00`), or the last time that the clock showed it (`14:00`), in the zone unless it says its own (`Z`,
 * `+01:00`). Undefined for anything else.
 */
export function momentOf(
  written: string,
  given: { now: Date; zone: string },
  edge: DayEdge,
): Date | undefined {
  const word = written.trim();
  const ms = parseDuration(word);
  if (ms !== undefined) return new Date(Math.max(0, given.now.getTime() - ms));
  if (word.toLowerCase() === "now") return given.now;
  if (isTimeOfDay(word)) return lastTime(word, given);
  return exactly(word, given.zone) ?? namedStretch(word, given)?.[edge === "end" ? "to" : "from"];
}

export const isTimeOfDay = (written: string): boolean =>
  /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(written.trim());

function lastTime(time: string, { now, zone }: { now: Date; zone: string }): Date | undefined {
  const today = exactly(`${localDay(now, zone)}T${time}`, zone);
  if (!today || today <= now) return today;
  return exactly(`${localDay(new Date(now.getTime() - DAY), zone)}T${time}`, zone);
}

function exactly(written: string, zone: string): Date | undefined {
  const parts =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/i.exec(
      written,
    );
  const [, day = "", minute = "", second = ":00", offset] = parts ?? [];
  if (!isDay(day)) return undefined;
  if (offset !== undefined) {
    return existing(new Date(`${day}T${minute}${second}${offset.toUpperCase()}`));
  }
  const local = existing(new Date(`${day}T${minute}${second}Z`));
  return local && inZone(local, zone);
}

const existing = (date: Date): Date | undefined =>
  Number.isNaN(date.getTime()) ? undefined : date;
