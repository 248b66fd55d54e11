import { MINUTE } from "../../core/clock.ts";
import type { LogEvent } from "../../core/log-event.ts";
import { cameInAt } from "../../core/log-id.ts";
import type { Tenant } from "../../core/tenant.ts";
import { before } from "./times.ts";

export type Log = Pick<Tenant, "logs" | "logEvent" | "logsAfter">;

/** The oldest of what Auth0 still has. */
export interface Oldest {
  /** In order of their own times. */
  readonly events: readonly LogEvent[];
  /** The one of them that came in first. */
  readonly first: LogEvent | undefined;
  /** Everything that came in from `first` up to this is among them. */
  readonly last: LogEvent | undefined;
}

/** Where Auth0 forgets faster than it can be asked, it is to be begun further from the edge: by so many hundreds of events. */
const furthest = [0, 1, 4, 9] as const;

/** `tries`: how often in a row what was found so was gone before it could be gone on from. */
export async function oldestOf(log: Log, tries = 0): Promise<Oldest> {
  const page = furthest[Math.min(tries, furthest.length - 1)] ?? 0;
  const paging = { page, size: 100, oldestFirst: true, unhurried: true } as const;
  const { events } = await log.logs({ terms: [] }, paging);
  if (events.length === 0 && page > 0) return oldestOf(log);
  const inOrder = areComparable(events) ? events.toSorted(byId) : events.slice(0, 1);
  const [first] = inOrder;
  const newest = events.at(-1);
  // Nothing comes into the log before it happens: what came in by the newest one's time has happened by then.
  const end = newest && before(newest.at, MINUTE);
  const isSurelyHere = ({ id }: LogEvent) => page === 0 && end && (cameInAt(id) ?? end) < end;
  return { events, first, last: inOrder.findLast(isSurelyHere) ?? first };
}

/** Ids of Auth0's usual form are in order of when the events came in. */
const areComparable = ([one, ...others]: readonly LogEvent[]): boolean =>
  one !== undefined &&
  [one, ...others].every(({ id }) => cameInAt(id) && id.length === one.id.length);

const byId = (one: LogEvent, other: LogEvent): number => (one.id < other.id ? -1 : 1);
