import { sayNumber } from "./say.ts";

/** What is usual: the middle of what was counted before, and how far apart that mostly lay. Never NaN. */
export interface Usual {
  readonly median: number;
  readonly spread: number;
}

/** Fewer samples than this make no usual. */
const fewestSamples = 3;

/** Robust: one bad day among the samples moves it little. Undefined where there is too little to tell. */
export function usualOf(samples: readonly number[]): Usual | undefined {
  const known = samples.filter(Number.isFinite);
  if (known.length < fewestSamples) return undefined;
  const median = medianOf(known);
  return { median, spread: medianOf(known.map((sample) => Math.abs(sample - median))) };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[half - 1], sorted[half]];
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}

/** Fewer than this above the usual are nothing: three instead of one is no alarm. */
const leastMore = 10;
/** How many times the usual distance from the usual. */
const far = 4;
/** A normal distribution's deviation, from the median distance. */
const perSpread = 1.4826;
/** Even what was steady by chance may vary by so much of itself. */
const leastPart = 0.15;

/** Whether so many are clearly more than usual. `times`: at least so many times as many. */
export const isMore = (count: number, usual: Usual, times = 1.5): boolean =>
  count - usual.median >= clearlyMore(usual, times);

function clearlyMore({ median, spread }: Usual, times: number): number {
  const deviation = Math.max(perSpread * spread, Math.sqrt(median), leastPart * median);
  return Math.max(leastMore, far * deviation, (times - 1) * median);
}

/** The largest count that is not clearly more than usual. */
export const mostByChance = (usual: Usual): number =>
  Math.ceil(usual.median + clearlyMore(usual, 1.5)) - 1;

/** "6 times the usual", "1.8 times the usual"; "more than usual" where the usual is next to nothing. */
export function sayTimes(count: number, { median }: Usual): string {
  if (median < 1) return "far more than usual";
  const times = count / median;
  return `${times < 3 ? Math.round(times * 10) / 10 : Math.round(times)} times the usual`;
}

/** "usual is 98", "usual is none". */
export function sayUsual({ median }: Usual): string {
  if (median === 0) return "usual is none";
  return median < 1 ? "usual is less than 1" : `usual is ${sayNumber(Math.round(median))}`;
}
