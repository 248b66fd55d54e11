import type { Archive, LogPlace } from "../core/archive.ts";
import { MINUTE } from "../core/clock.ts";
import type { LogEvent } from "../core/log-event.ts";
import type { LogQuery } from "../core/log-query.ts";

/** Events of one tail, told in all; more end it. */
export const mostEvents = 2000;
/** An event is in Auth0's log for some time before it is here, and clocks differ. */
export const lookBackMs = MINUTE;
const pageSize = 1000;

/** What has come in for one tail and is not told yet. */
export interface Inbox {
  /** Oldest first. */
  waiting(): readonly LogEvent[];
  /** How many matched so far, told ones too. */
  events(): number;
  /** Whether there are more than one tail tells. */
  isFull(): boolean;
  take(events: readonly LogEvent[]): void;
  /** These were there before, and are not told, unless they have come in since. */
  ignore(ids: readonly string[]): void;
  /** These are told: they do not wait any more. */
  done(ids: readonly string[]): void;
}

/** `known`: ids that were told before, or were there before it began. `told`: how many of them were told. */
export function createInbox(known: readonly string[], told: number): Inbox {
  const seen = new Set(known);
  const waiting = new Map<string, LogEvent>();
  let events = told;
  return {
    waiting: () => [...waiting.values()].sort(oldestFirst),
    events: () => events,
    isFull: () => events >= mostEvents,
    take(arrived) {
      for (const event of arrived) {
        if (seen.has(event.id) || events >= mostEvents) continue;
        seen.add(event.id);
        waiting.set(event.id, event);
        events += 1;
      }
    },
    ignore(ids) {
      for (const id of ids) seen.add(id);
    },
    done(ids) {
      for (const id of ids) waiting.delete(id);
    },
  };
}

const oldestFirst = (one: LogEvent, other: LogEvent): number =>
  one.at.getTime() - other.at.getTime() || (one.id < other.id ? -1 : 1);

type Asked = Pick<Archive, "search">;

/** Hands on everything that the archive has for a query, a page at a time, until `enough`. */
export async function lookUp(
  archive: Asked,
  { tenant, query }: { tenant: string; query: LogQuery },
  { take, enough }: { take(events: readonly LogEvent[]): void; enough(): boolean },
): Promise<void> {
  let after: LogPlace | undefined;
  do {
    const at = { limit: pageSize, ...(after ? { after } : {}) };
    const { events, next } = await archive.search(tenant, query, at);
    take(events);
    after = next;
  } while (after && !enough());
}

/**
 * Ids of what has come in of late, which a tail that begins now does not tell; and from when on it looks. Where that is
 * more than a page, it begins now.
 */
export async function baseline(
  archive: Asked,
  given: { tenant: string; terms: LogQuery["terms"]; now: Date },
): Promise<{ readonly since: Date; readonly ids: readonly string[] }> {
  const { tenant, terms, now } = given;
  const since = new Date(now.getTime() - lookBackMs);
  const { events, next } = await archive.search(tenant, { since, terms }, { limit: pageSize });
  return next ? { since: now, ids: [] } : { since, ids: events.map(({ id }) => id) };
}
