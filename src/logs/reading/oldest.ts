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

export async function oldestOf(log: Log): Promise<Oldest> {
  const page = await log.logs({ terms: [] }, oldestFirst);
  const { events } = page;
  const inOrder = ordered(events);
  const [first] = inOrder;
  if (page.more && first && !isReached(first, events)) return amongMany(log, events);
  const newest = events.at(-1);
  // Nothing comes into the log before it happens: what came in by the newest one's time has happened by then.
  const end = newest && before(newest.at, MINUTE);
  const isSurelyHere = ({ id }: LogEvent) => end && (cameInAt(id) ?? end) < end;
  return { events, first, last: inOrder.findLast(isSurelyHere) ?? first };
}

/** What came in before the first one had happened by the time that one came in: the events read reach up to that. */
function isReached({ id }: LogEvent, events: readonly LogEvent[]): boolean {
  const cameIn = cameInAt(id);
  const reaches = events.at(-1)?.at;
  return !cameIn || !reaches || reaches >= cameIn;
}

/**
 * Where more happens in a few seconds than a page holds, the one that came in first may be on a later page. Those may have moved
 * meanwhile, so that only the first itself is certain.
 */
async function amongMany(log: Log, read: readonly LogEvent[]): Promise<Oldest> {
  const events = [...read];
  let [first] = ordered(events);
  for (let page = 1; page < mostPages && first && !isReached(first, events); page += 1) {
    const next = await log.logs({ terms: [] }, { ...oldestFirst, page });
    events.push(...next.events);
    [first] = ordered(events);
    if (!next.more) break;
  }
  return { events, first, last: first };
}

/** Halfway to the present: where Auth0 forgets faster than it can be asked, its oldest is gone before it can be gone on from. */
export async function middleOf(log: Log, now: Date): Promise<Oldest> {
  const oldest = await oldestOf(log);
  const [edge] = oldest.events;
  if (!edge) return oldest;
  const since = before(now, (now.getTime() - edge.at.getTime()) / 2);
  const { events } = await log.logs({ terms: [], since }, oldestFirst);
  const [first] = ordered(events);
  return first ? { events, first, last: first } : oldest;
}

/** Auth0 shows no further. */
const mostPages = 10;

const oldestFirst = { page: 0, size: 100, oldestFirst: true, unhurried: true } as const;

/** As they came in; by their own times where ids do not tell, and then only the first. */
const ordered = (events: readonly LogEvent[]): readonly LogEvent[] =>
  areComparable(events) ? events.toSorted(byId) : events.slice(0, 1);

/** Ids of Auth0's usual form are in order of when the events came in. */
const areComparable = ([one, ...others]: readonly LogEvent[]): boolean =>
  one !== undefined &&
  [one, ...others].every(({ id }) => cameInAt(id) && id.length === one.id.length);

const byId = (one: LogEvent, other: LogEvent): number => (one.id < other.id ? -1 : 1);
