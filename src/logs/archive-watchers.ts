import type { Arrival } from "../core/archive.ts";
import type { LogEvent } from "../core/log-event.ts";
import { matcherOf } from "../core/log-match.ts";
import type { LogQuery } from "../core/log-query.ts";

/** Events that are handed on at once: more than anybody reads. */
const mostAtOnce = 200;

/** Who waits for what. */
export interface Watchers {
  add(watch: number, tenant: string, query: LogQuery): void;
  remove(watch: number): void;
  /** Tells each of them which of the new events are theirs. */
  tell(tenant: string, fresh: readonly LogEvent[]): void;
}

export function createWatchers(hand: (watch: number, arrival: Arrival) => void): Watchers {
  const known = new Map<number, { tenant: string; matches: (event: LogEvent) => boolean }>();
  return {
    add: (watch, tenant, query) => void known.set(watch, { tenant, matches: matcherOf(query) }),
    remove: (watch) => void known.delete(watch),
    tell(tenant, fresh) {
      for (const [watch, { tenant: its, matches }] of known) {
        const events = its === tenant ? fresh.filter(matches) : [];
        if (events.length === 0) continue;
        const leftOut = Math.max(0, events.length - mostAtOnce);
        hand(watch, { events: events.slice(0, mostAtOnce), leftOut });
      }
    },
  };
}
