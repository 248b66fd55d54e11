import type { Coverage, Stretch } from "./archive.ts";
import { DAY, HOUR } from "./clock.ts";

/** The same hours of earlier weeks, or of the days before, as far as the archive has them whole. */
export interface Earlier {
  readonly rhythm: "weeks" | "days";
  /** The nearest first; each as long as what is compared with them. */
  readonly stretches: readonly Stretch[];
}

const week = 7 * DAY;
const mostWeeks = 4;
const mostDays = 7;
/** Fewer make no usual. */
const fewest = 3;

/** Undefined where there is too little history to know what is usual. */
export function earlierOf(stretch: Stretch, coverage: Coverage): Earlier | undefined {
  const length = stretch.to.getTime() - stretch.from.getTime();
  // It begins with an hour, so it may be longer than what was asked for by as much.
  const step = Math.max(1, Math.ceil((length - HOUR) / week)) * week;
  const weeks = before(stretch, step, mostWeeks).filter((each) => isWhole(each, coverage));
  if (weeks.length >= fewest) return { rhythm: "weeks", stretches: weeks };
  const days = before(stretch, DAY, mostDays).filter((each) => isWhole(each, coverage));
  // A whole day and the hour it began in.
  if (length > DAY + HOUR || days.length < fewest) return undefined;
  return { rhythm: "days", stretches: days };
}

const before = ({ from, to }: Stretch, step: number, most: number): readonly Stretch[] =>
  Array.from({ length: most }, (_, index) => {
    const back = (index + 1) * step;
    return { from: new Date(from.getTime() - back), to: new Date(to.getTime() - back) };
  });

/** From when on the archive has a tenant's log; undefined where it has none. */
export const beginOf = ({ proved, streamedSince, oldest }: Coverage): Date | undefined =>
  proved?.since ?? streamedSince ?? oldest;

/** As far as is known, nothing of this time is missing. */
export function isWhole(stretch: Stretch, coverage: Coverage): boolean {
  const begin = beginOf(coverage);
  return begin !== undefined && begin <= stretch.from && holesIn(stretch, coverage).length === 0;
}

export const holesIn = ({ from, to }: Stretch, { holes }: Coverage): Coverage["holes"] =>
  holes.filter((hole) => hole.from < to && hole.to > from);

/** When events last came in, or were looked for and none were there. */
export function heardOf({ heard, proved }: Coverage): Date | undefined {
  const times = [heard.stream, heard.reader, proved?.until].filter((at) => at !== undefined);
  return times.reduce<Date | undefined>(
    (last, at) => (last === undefined || at > last ? at : last),
    undefined,
  );
}

/** The beginning of its hour. */
export const hourOf = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR) * HOUR);
