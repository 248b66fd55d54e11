import type { Coverage, Stretch } from "./archive.ts";
import { DAY, HOUR } from "./clock.ts";
import { daysBefore } from "./zone-time.ts";

/** The same hours of earlier weeks, or of the days before, as far as the archive has them whole. */
export interface Earlier {
  readonly rhythm: "weeks" | "days";
  /** The nearest first; each as long as what is compared with them, but for a change of clocks in it. */
  readonly stretches: readonly EarlierStretch[];
}

export interface EarlierStretch extends Stretch {
  /** When each hour of what is compared began on the clocks of then; within an hour of UTC where clocks change by less. */
  readonly hours: readonly Date[];
}

const week = 7;
const mostWeeks = 4;
const mostDays = 7;
/** Fewer make no usual. */
const fewest = 3;

/**
 * By the clocks of the zone: what people do at nine they do at nine in summer and in winter. Undefined where there is too
 * little history to know what is usual.
 */
export function earlierOf(
  stretch: Stretch,
  { coverage, zone }: { coverage: Coverage; zone: string },
): Earlier | undefined {
  const before = beforeIn(zone, stretch);
  const length = stretch.to.getTime() - stretch.from.getTime();
  // It begins with an hour, so it may be longer than what was asked for by as much.
  const step = Math.max(1, Math.ceil((length - HOUR) / (week * DAY))) * week;
  const weeks = before(step, mostWeeks).filter((each) => isWhole(each, coverage));
  if (weeks.length >= fewest) return { rhythm: "weeks", stretches: weeks };
  const days = before(1, mostDays).filter((each) => isWhole(each, coverage));
  // A whole day and the hour it began in.
  if (length > DAY + HOUR || days.length < fewest) return undefined;
  return { rhythm: "days", stretches: days };
}

function beforeIn(zone: string, { from, to }: Stretch) {
  const earlier = daysBefore(zone);
  const begin = hourOf(from).getTime();
  const count = Math.max(0, Math.ceil((to.getTime() - begin) / HOUR));
  const hours = Array.from({ length: count }, (_, index) => new Date(begin + index * HOUR));
  return (step: number, most: number): readonly EarlierStretch[] =>
    Array.from({ length: most }, (_, index) => {
      const back = (index + 1) * step;
      return {
        from: earlier(from, back),
        to: earlier(to, back),
        hours: hours.map((hour) => earlier(hour, back)),
      };
    });
}

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
