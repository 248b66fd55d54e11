import type SqliteDatabase from "better-sqlite3";
import type { LogEvent } from "../../src/core/log-event.ts";
import type { TermIndex } from "./sqlite-archive-index.ts";
import { keyOf } from "./sqlite-archive-keys.ts";
import { linesIn, type Packed, packLines, siftedLinesIn } from "./sqlite-archive-packing.ts";
import type { Sieve } from "./sqlite-archive-sieve.ts";

/** Where a segment's events lie in time. */
export interface SegmentPlace {
  readonly segment: number;
  readonly min_at: number;
  readonly max_at: number;
}

/** Events that are kept packed together. */
export interface Segments {
  /** Within a transaction. Each line is the record of one of the tenant's events; there is at least one. */
  pack(tenant: number, lines: readonly string[]): void;
  /** Each event as a line of JSON; none for a segment that is no more. */
  lines(segment: number): readonly string[];
  /** The lines that may hold what the sieve lets pass. */
  sifted(segment: number, sieve: Sieve): readonly string[];
  /** Those that may hold events of this time (both ends inclusive), the newest first; only candidates, where they are given. */
  between(
    tenant: number,
    from: number,
    to: number,
    candidates: ReadonlySet<number> | undefined,
  ): Iterable<SegmentPlace>;
  /** The first and the last number of those that may hold events of this time. */
  ends(tenant: number, from: number, to: number): readonly [number, number];
  /** Of one event, where it is packed; `nowhere` for one that was forgotten. */
  holding(tenant: number, key: Buffer): number | undefined;
  /** Within a transaction, as all that follows. */
  remove(segment: number): void;
  /** The events are nowhere any more, and may come again. */
  release(tenant: number, events: readonly LogEvent[]): void;
  /** The events never come again. */
  banish(tenant: number, events: readonly LogEvent[]): void;
}

/** The segment of events that were forgotten on purpose. */
const nowhere = 0;

/** Beyond so many candidates all segments of the time are gone through. */
const fewCandidates = 2000;

export function createSegments(db: SqliteDatabase.Database, index: TermIndex): Segments {
  const insert = db.prepare(
    `insert into segments (tenant, min_at, max_at, events, odd, records)
       values (?, ?, ?, ?, ?, ?)`,
  );
  const read = db.prepare("select odd, records from segments where segment = ?");
  const drop = db.prepare("delete from segments where segment = ?");
  const insertId = db.prepare("insert or replace into ids values (?, ?, ?)");
  const dropId = db.prepare("delete from ids where tenant = ? and key = ?");
  const find = db.prepare("select segment from ids where tenant = ? and key = ?").pluck();
  const places =
    "select segment, min_at, max_at from segments where tenant = ? and max_at >= ? and min_at <= ?";
  const ends = db.prepare(
    `select coalesce(min(segment), 0) first, coalesce(max(segment), 0) last from segments
       where tenant = ? and max_at >= ? and min_at <= ?`,
  );
  const all = db.prepare(`${places} order by max_at desc`);
  const some = db.prepare(
    `${places} and segment in (select value from json_each(?)) order by max_at desc`,
  );

  return {
    pack(tenant, lines) {
      const { events, terms, odd, records } = packLines(lines);
      const times = events.map(({ at }) => at.getTime());
      const [from, to] = [Math.min(...times), Math.max(...times)];
      const { lastInsertRowid } = insert.run(tenant, from, to, events.length, odd, records);
      const segment = Number(lastInsertRowid);
      for (const { id } of events) insertId.run(tenant, keyOf(id), segment);
      index.add(tenant, segment, terms);
    },
    lines(segment) {
      const packed = read.get(segment) as Packed | undefined;
      return packed ? linesIn(packed) : [];
    },
    sifted: (segment, sieve) => siftedLinesIn(read.get(segment) as Packed, sieve),
    *between(tenant, from, to, candidates) {
      const few = candidates && candidates.size <= fewCandidates;
      const found = few
        ? some.iterate(tenant, from, to, JSON.stringify([...candidates]))
        : all.iterate(tenant, from, to);
      for (const place of found as IterableIterator<SegmentPlace>) {
        if (!candidates || few || candidates.has(place.segment)) yield place;
      }
    },
    ends(tenant, from, to) {
      const { first, last } = ends.get(tenant, from, to) as { first: number; last: number };
      return [first, last];
    },
    holding: (tenant, key) => find.get(tenant, key) as number | undefined,
    remove(segment) {
      drop.run(segment);
      index.remove(segment);
    },
    release(tenant, events) {
      for (const { id } of events) dropId.run(tenant, keyOf(id));
    },
    banish(tenant, events) {
      for (const { id } of events) insertId.run(tenant, keyOf(id), nowhere);
    },
  };
}
