import { HOUR, MINUTE } from "./clock.ts";

const step = 10 * MINUTE;

/**
 * When it began, as near as ten minutes: the first of them that has left what is usual behind. `from`: the hour that it was
 * noticed in; the times reach back to the hour before. `usual`: in an hour. Undefined where they say nothing clear.
 */
export function onsetOf(
  times: readonly Date[],
  { from, now, usual }: { readonly from: Date; readonly now: Date; readonly usual: number },
): Date | undefined {
  const begin = from.getTime() - HOUR;
  const count = Math.max(0, Math.ceil((now.getTime() - begin) / step));
  const bins = Array.from({ length: count }, () => 0);
  for (const time of times) {
    const index = Math.floor((time.getTime() - begin) / step);
    if (index >= 0 && index < count) bins[index] = (bins[index] ?? 0) + 1;
  }
  const since = bins.slice(HOUR / step).filter((bin) => bin > 0);
  const middle = since.toSorted((a, b) => a - b)[Math.floor(since.length / 2)] ?? 0;
  const least = Math.max(2, (middle + usual / (HOUR / step)) / 2);
  const first = bins.findIndex((bin) => bin >= least);
  return first < 0 ? undefined : new Date(begin + first * step);
}
