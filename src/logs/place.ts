import type { LogPlace } from "../core/archive.ts";
import type { LogEvent } from "../core/log-event.ts";

type Placed = Pick<LogEvent, "at" | "id">;

/** Newest first; events of the same time by id, the greater first. */
export const newestFirst = (one: Placed, other: Placed): number =>
  other.at.getTime() - one.at.getTime() || (other.id < one.id ? -1 : other.id > one.id ? 1 : 0);

export const isAfter = (event: Placed, place: LogPlace | undefined): boolean =>
  !place || newestFirst(place, event) < 0;

export const placeOf = ({ at, id }: Placed): LogPlace => ({ at, id });

/** The place before everything that is older than a moment: no id is smaller than none. */
export const placeBefore = (time: number): LogPlace => ({ at: new Date(time), id: "" });

/** A query for a part of its time. */
export function within<Query extends object>(
  query: Query,
  { from, to }: { readonly from: number; readonly to: number },
): Query & { since?: Date; until?: Date } {
  const { since: _, until: __, ...rest } = query as Query & { since?: Date; until?: Date };
  return {
    ...(rest as unknown as Query),
    ...(Number.isFinite(from) && { since: new Date(from) }),
    ...(Number.isFinite(to) && { until: new Date(to) }),
  };
}

/** A span as it can be said: an end that is infinite is left out. */
export const stretchOf = ({
  from,
  to,
}: {
  from: number;
  to: number;
}): { from?: Date; to?: Date } => ({
  ...(Number.isFinite(from) && { from: new Date(from) }),
  ...(Number.isFinite(to) && { to: new Date(to) }),
});
