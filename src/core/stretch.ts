import type { Stretch } from "./archive.ts";
import { parseDuration } from "./duration.ts";
import { isTimeOfDay, momentOf } from "./moment.ts";
import { namedStretch } from "./stretch-words.ts";
import { dayLater, localDay } from "./zone-time.ts";

interface Now {
  readonly now: Date;
  readonly zone: string;
}

/**
 * The stretch of time that words name: a day, an hour, a week (see `stretchWords`), two moments with two dots between
 * them (`2026-11-20..2026-11-22`, `2026-11-22T14:00..15:00`), or so long until now (`2h`). Undefined for anything else.
 */
export function stretchOf(written: string, given: Now): Stretch | undefined {
  const [first = "", last, ...more] = edgesOf(written);
  if (more.length > 0) return undefined;
  if (last === undefined) return namedStretch(first, given) ?? lately(first, given);
  const from = momentOf(first, given, "begin");
  const to = from && endOf({ first, last, from }, given);
  return from && to && from < to ? { from, to } : undefined;
}

/** Dots as phones draw them too; a dash between two times of a day, as `quiet:` has it. */
function edgesOf(written: string): readonly string[] {
  const hours = written.split(/[-–—−]/u).map((part) => part.trim());
  if (hours.length === 2 && hours.every(isTimeOfDay)) return hours;
  return written.split(/\.{2,3}|…/u).map((part) => part.trim());
}

function lately(written: string, { now }: Now): Stretch | undefined {
  const ms = parseDuration(written);
  return ms === undefined
    ? undefined
    : { from: new Date(Math.max(0, now.getTime() - ms)), to: now };
}

/** A time without a day is that of the beginning's day, or of the next where it lies before. */
function endOf(
  { first, last, from }: { first: string; last: string; from: Date },
  given: Now,
): Date | undefined {
  if (!isTimeOfDay(last)) return momentOf(last, given, "end");
  const [day] = /^\d{4}-\d{2}-\d{2}/.exec(first) ?? [localDay(from, given.zone)];
  const to = momentOf(`${day}T${last}`, given, "end");
  return to && to <= from ? dayLater(to, given.zone) : to;
}
