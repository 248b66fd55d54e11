import type { HourCount, Stretch } from "./archive.ts";
import { HOUR } from "./clock.ts";
import type { FailureKind } from "./failure-kinds.ts";
import { hourOf } from "./history.ts";
import { causeOf } from "./log-cause.ts";
import type { LogEvent } from "./log-event.ts";

/** Counts of each hour of a stretch, by kind. */
export interface HourGrid {
  readonly hours: number;
  readonly rows: ReadonlyMap<string, readonly number[]>;
}

const keyOf = ({ type, cause }: FailureKind): string => `${type}\n${cause}`;

export function kindOf(key: string): FailureKind {
  const [type = "", cause = ""] = key.split("\n");
  return { type, cause };
}

/** How many hours a stretch touches, the last one begun included. */
const hoursIn = ({ from, to }: Stretch): number =>
  Math.max(0, Math.ceil((to.getTime() - hourOf(from).getTime()) / HOUR));

/** What an event counts for; `times` -1 takes it away. */
export const countOf = (event: LogEvent, times = 1): HourCount => ({
  hour: hourOf(event.at),
  type: event.type,
  cause: causeOf(event),
  count: times,
});

/** What lies outside the stretch is left out. */
export function gridOf(counts: readonly HourCount[], stretch: Stretch): HourGrid {
  const hours = hoursIn(stretch);
  const begin = hourOf(stretch.from).getTime();
  const rows = new Map<string, number[]>();
  for (const { hour, count, ...kind } of counts) {
    const index = Math.floor((hour.getTime() - begin) / HOUR);
    if (index < 0 || index >= hours) continue;
    const key = keyOf(kind);
    const row = rows.get(key) ?? Array.from({ length: hours }, () => 0);
    row[index] = (row[index] ?? 0) + count;
    rows.set(key, row);
  }
  return { hours, rows };
}

/** The same counts by other hours; of one that begins within an hour, each side's part of it is taken. */
export function gridAt(counts: readonly HourCount[], hours: readonly Date[]): HourGrid {
  const times = hours.map((hour) => hour.getTime());
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const from = hourOf(new Date(first));
  const grid = gridOf(counts, { from, to: new Date(last + HOUR) });
  const at = (row: readonly number[], time: number): number => {
    const place = (time - from.getTime()) / HOUR;
    const [index, part] = [Math.floor(place), place - Math.floor(place)];
    return (row[index] ?? 0) * (1 - part) + (row[index + 1] ?? 0) * part;
  };
  const rows = [...grid.rows].map(
    ([key, row]) => [key, times.map((time) => at(row, time))] as const,
  );
  return { hours: hours.length, rows: new Map(rows) };
}

/** When these hours begin and end, in whole hours of counts. */
export function stretchAround(hours: readonly Date[]): Stretch {
  const times = hours.map((hour) => hour.getTime());
  const end = Math.ceil(Math.max(...times) / HOUR) * HOUR + HOUR;
  return { from: hourOf(new Date(Math.min(...times))), to: new Date(end) };
}

/** The hours of all kinds that are wanted, together. */
export function rowOf(grid: HourGrid, wanted: (key: string) => boolean): readonly number[] {
  const sum = Array.from({ length: grid.hours }, () => 0);
  for (const [key, row] of grid.rows) {
    if (!wanted(key)) continue;
    for (const [index, count] of row.entries()) sum[index] = (sum[index] ?? 0) + count;
  }
  // What is left out may have been forgotten since.
  return sum.map((count) => Math.max(0, count));
}
