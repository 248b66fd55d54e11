import { HOUR } from "./clock.ts";
import { isMore, type Usual, usualOf } from "./usual.ts";

/** How something went, hour by hour, beside how it usually goes. */
export interface Hourly {
  readonly count: number;
  /** Of as long a time; undefined where there is too little history. */
  readonly usual: Usual | undefined;
  /** The last one may have only begun. */
  readonly hours: readonly number[];
  /** What is usual in each of them. */
  readonly usualHours: readonly Usual[] | undefined;
  /** All in all, there are more than usual. */
  readonly more: boolean;
  /** Hours in a row in which there were more than usual, oldest first. */
  readonly runs: readonly Run[];
}

export interface Run {
  readonly from: Date;
  /** The end of its last hour; undefined while it goes on. */
  readonly to: Date | undefined;
  readonly count: number;
  /** In as long a time. */
  readonly usual: Usual;
  /** The most in one hour. */
  readonly peak: number;
}

export interface Rows {
  readonly from: Date;
  readonly to: Date;
  readonly hours: readonly number[];
  /** The same hours of earlier times. */
  readonly earlier: readonly (readonly number[])[];
}

/** An hour alone must stand out by more than a day does. */
const hourTimes = 2;
/** So many quiet hours within a run do not end it. */
const longestPause = 1;

export function hourlyOf({ from, to, hours, earlier }: Rows): Hourly {
  const begun = partOfLast(from, to, hours.length);
  const weights = hours.map((_, index) => (index === hours.length - 1 ? begun : 1));
  const count = sumOf(hours);
  const usual = usualOf(earlier.map((row) => sumOf(row, weights)));
  const usualHours = usual && hours.map((_, index) => usualAt(index, earlier, weights));
  const known = usualHours?.every((each) => each !== undefined) ? usualHours : undefined;
  return {
    count,
    usual,
    hours,
    usualHours: known,
    more: usual !== undefined && isMore(count, usual),
    runs: known ? runsOf(hours, known, from) : [],
  };
}

/** How much of the last hour is over. */
function partOfLast(from: Date, to: Date, hours: number): number {
  const begin = from.getTime() + (hours - 1) * HOUR;
  return Math.min(1, Math.max(0, (to.getTime() - begin) / HOUR));
}

const sumOf = (row: readonly number[], weights?: readonly number[]): number =>
  row.reduce((sum, count, index) => sum + count * (weights?.[index] ?? 1), 0);

/** Few weeks are few samples: the hours before and after belong to them. */
function usualAt(
  index: number,
  earlier: readonly (readonly number[])[],
  weights: readonly number[],
): Usual | undefined {
  const samples = earlier.flatMap((row) =>
    [row[index - 1], row[index], row[index + 1]].filter((count) => count !== undefined),
  );
  return usualOf(samples.map((count) => count * (weights[index] ?? 1)));
}

function runsOf(hours: readonly number[], usual: readonly Usual[], from: Date): readonly Run[] {
  const found: { first: number; last: number }[] = [];
  for (const [index, count] of hours.entries()) {
    const there = usual[index];
    if (!(there && isMore(count, there, hourTimes))) continue;
    const run = found.at(-1);
    if (run && index - run.last <= longestPause + 1) run.last = index;
    else found.push({ first: index, last: index });
  }
  return found.map(({ first, last }): Run => {
    const at = (index: number) => new Date(from.getTime() + index * HOUR);
    const part = usual.slice(first, last + 1);
    const counts = hours.slice(first, last + 1);
    return {
      from: at(first),
      // The hour that has only begun may not tell yet.
      to: last >= hours.length - 2 ? undefined : at(last + 1),
      count: sumOf(counts),
      usual: {
        median: sumOf(part.map(({ median }) => median)),
        spread: sumOf(part.map(({ spread }) => spread)),
      },
      peak: Math.max(...counts),
    };
  });
}
