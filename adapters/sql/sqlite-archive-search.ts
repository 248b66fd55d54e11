import type { LogPlace, Matches } from "../../src/core/archive.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { matcherOf } from "../../src/core/log-match.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import type { TermIndex } from "./sqlite-archive-index.ts";
import { eventIn } from "./sqlite-archive-packing.ts";
import type { Recent } from "./sqlite-archive-recent.ts";
import type { Segments } from "./sqlite-archive-segments.ts";
import { sieveOf } from "./sqlite-archive-sieve.ts";

interface Parts {
  readonly recent: Recent;
  readonly segments: Segments;
  readonly index: TermIndex;
}

interface Asked {
  readonly tenant: number;
  readonly query: LogQuery;
  readonly limit: number;
  /** How long it may look before it says what it has. */
  readonly sliceMs: number;
  readonly after?: LogPlace;
}

/**
 * Looks through whatever may hold the events asked for, the newest first. Pieces overlap in time, so an event is only handed
 * on once no piece that was not looked through can hold a newer one.
 */
export function search({ recent, segments, index }: Parts, asked: Asked): Matches {
  const { tenant, query, limit, after } = asked;
  const [from, to] = stretchOf(asked);
  const matches = matcherOf(query);
  const wanted = (event: LogEvent) => matches(event) && (!after || newestFirst(after, event) < 0);
  const finds = createFinds(limit);
  const look = (lines: readonly string[]) => finds.add(lines.map(eventIn).filter(wanted));

  const sieve = sieveOf(query);
  const until = performance.now() + asked.sliceMs;
  look(recent.lines(tenant, from, to));
  const candidates = index.candidates(tenant, query, segments.ends(tenant, from, to));
  for (const { segment, max_at } of segments.between(tenant, from, to, candidates)) {
    if (finds.isFull(max_at)) return finds.page();
    if (performance.now() > until) {
      const page = finds.pageAbove(max_at);
      if (isFurther(page, after)) return page;
    }
    look(sieve ? segments.sifted(segment, sieve) : segments.lines(segment));
  }
  return finds.page();
}

/** Whoever asks again must come to an end. */
const isFurther = ({ next }: Matches, after: LogPlace | undefined): boolean =>
  !(next && after) || newestFirst(after, next) < 0;

/** Both ends inclusive. */
function stretchOf({ query: { since, until }, after }: Asked): readonly [number, number] {
  const ends = [until && until.getTime() - 1, after?.at.getTime(), Number.MAX_SAFE_INTEGER];
  return [
    since?.getTime() ?? Number.MIN_SAFE_INTEGER,
    Math.min(...ends.filter((end) => end !== undefined)),
  ];
}

/** What was found so far. */
function createFinds(limit: number) {
  let found: LogEvent[] = [];
  const countAbove = (at: number) =>
    found.reduce((count, event) => count + (event.at.getTime() > at ? 1 : 0), 0);
  return {
    add(events: readonly LogEvent[]): void {
      found.push(...events);
      if (found.length > limit * 2 + 1000) found = found.sort(newestFirst).slice(0, limit + 1);
    },
    countAbove,
    /** Whether what is older than this moment, or of it, is of no use any more. */
    isFull: (at: number) => found.length > limit && countAbove(at) > limit,
    /** All that was asked for, and whether there is more. */
    page(): Matches {
      const events = found.sort(newestFirst).slice(0, limit);
      return { events, ...(found.length > limit ? nextAfter(events) : {}) };
    },
    /** What is newer than this moment; the rest is still to be looked for. */
    pageAbove(at: number): Matches {
      const above = found.filter((event) => event.at.getTime() > at).sort(newestFirst);
      const events = above.slice(0, limit);
      if (above.length > limit) return { events, ...nextAfter(events) };
      // Older than the first moment after it, whatever the id.
      return { events, next: { at: new Date(at + 1), id: "" } };
    },
  };
}

function nextAfter(events: readonly LogEvent[]): { next?: LogPlace } {
  const last = events.at(-1);
  return last ? { next: { at: last.at, id: last.id } } : {};
}

function newestFirst(one: LogPlace, other: LogPlace): number {
  const apart = other.at.getTime() - one.at.getTime();
  if (apart !== 0) return apart;
  if (one.id === other.id) return 0;
  return other.id < one.id ? -1 : 1;
}
