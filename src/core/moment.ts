import { DAY } from "./clock.ts";
import { parseDuration } from "./duration.ts";
import { namedStretch } from "./stretch-words.ts";
import { inZone, isDay, localDay, shownAt } from "./zone-time.ts";

/** Which moment of a longer time is meant: a search from a day on begins with it, one until a day includes it. */
export type DayEdge = "begin" | "end";

/**
 * The moment that words name: so long ago (`2h`), `now`, a day (`2026-11-22`, `yesterday`), a time of a day
 * (`2026-11-22T14:00`, `yesterday 22:00`), or the last time that the clock showed it (`14:00`), in the zone unless it says its own (`Z`,
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
  const exact = exactly(word, given.zone, edge) ?? onNamedDay(word, given, edge);
  return exact ?? namedStretch(word, given)?.[edge === "end" ? "to" : "from"];
}

export const isTimeOfDay = (written: string): boolean =>
  /^([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/.test(written.trim());

/** Of a day that has no such time, because clocks went forward, it is that of the day before. */
function lastTime(time: string, { now, zone }: { now: Date; zone: string }): Date | undefined {
  const today = Date.parse(`${localDay(now, zone)}T${padded(time)}Z`);
  return [today, today - DAY, today - 2 * DAY]
    .flatMap((wall) => shownAt(new Date(wall), zone).toReversed())
    .find((at) => at <= now);
}

/** `yesterday 22:00`, `mondayT9:00` */
function onNamedDay(
  written: string,
  given: { now: Date; zone: string },
  edge: DayEdge,
): Date | undefined {
  const [, name = "", time = ""] =
    /^([a-z]+day)(?:\s+|\s*T)(\d{1,2}:[\d:]+)$/iu.exec(written) ?? [];
  const from = namedStretch(name, given)?.from;
  return from && exactly(`${localDay(from, given.zone)}T${time}`, given.zone, edge);
}

const padded = (time: string): string => time.padStart(time.length < 6 ? 5 : 8, "0");

function exactly(written: string, zone: string, edge: DayEdge): Date | undefined {
  const parts =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2}:\d{2})(:\d{2}(?:\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/i.exec(
      written,
    );
  const [, day = "", minute = "", second = ":00", offset] = parts ?? [];
  if (!isDay(day)) return undefined;
  const time = `${day}T${padded(minute)}${second}`;
  if (offset !== undefined) return existing(new Date(`${time}${offset.toUpperCase()}`));
  const local = existing(new Date(`${time}Z`));
  if (!local) return undefined;
  // Where clocks show it twice, nothing between the two is left out.
  return (edge === "end" ? shownAt(local, zone).at(-1) : undefined) ?? inZone(local, zone);
}

const existing = (date: Date): Date | undefined =>
  Number.isNaN(date.getTime()) ? undefined : date;
