import { brotliCompressSync, brotliDecompressSync, constants } from "node:zlib";
import type SqliteDatabase from "better-sqlite3";
import type { LogEvent } from "../../src/core/log-event.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import type { TermIndex } from "./sqlite-archive-index.ts";
import { keyOf } from "./sqlite-archive-keys.ts";
import { addTerms, type Terms } from "./sqlite-archive-terms.ts";

/** Where a segment's events lie in time. */
export interface SegmentPlace {
  readonly segment: number;
  readonly min_at: number;
  readonly max_at: number;
}

/** Events that are kept packed together. */
export interface Segments {
  /** Within a transaction. The events are all of one tenant, and at least one. */
  pack(tenant: number, events: readonly LogEvent[]): void;
  /** Each event as a line of JSON. */
  lines(segment: number): readonly string[];
  /** Those that may hold events of this time (both ends inclusive), the newest first; only candidates, where they are given. */
  between(
    tenant: number,
    from: number,
    to: number,
    candidates: ReadonlySet<number> | undefined,
  ): Iterable<SegmentPlace>;
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
    "insert into segments (tenant, min_at, max_at, events, records) values (?, ?, ?, ?, ?)",
  );
  const read = db.prepare("select records from segments where segment = ?").pluck();
  const drop = db.prepare("delete from segments where segment = ?");
  const insertId = db.prepare("insert or replace into ids values (?, ?, ?)");
  const dropId = db.prepare("delete from ids where tenant = ? and key = ?");
  const find = db.prepare("select segment from ids where tenant = ? and key = ?").pluck();
  const places =
    "select segment, min_at, max_at from segments where tenant = ? and max_at >= ? and min_at <= ?";
  const all = db.prepare(`${places} order by max_at desc`);
  const some = db.prepare(
    `${places} and segment in (select value from json_each(?)) order by max_at desc`,
  );

  return {
    pack(tenant, events) {
      const times = events.map(({ at }) => at.getTime());
      const [from, to] = [Math.min(...times), Math.max(...times)];
      const packed = packLines(events.map(({ raw }) => JSON.stringify(raw)));
      const { lastInsertRowid } = insert.run(tenant, from, to, events.length, packed);
      const segment = Number(lastInsertRowid);
      const terms: Terms = new Set();
      for (const event of events) {
        addTerms(event, terms);
        insertId.run(tenant, keyOf(event.id), segment);
      }
      index.add(tenant, segment, terms);
    },
    lines: (segment) => unpackLines(read.get(segment) as Buffer),
    *between(tenant, from, to, candidates) {
      const few = candidates && candidates.size <= fewCandidates;
      const found = few
        ? some.iterate(tenant, from, to, JSON.stringify([...candidates]))
        : all.iterate(tenant, from, to);
      for (const place of found as IterableIterator<SegmentPlace>) {
        if (!candidates || few || candidates.has(place.segment)) yield place;
      }
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

/** Quality 4: half as slow as 5, for a fourteenth more bytes. */
const packing = {
  params: {
    [constants.BROTLI_PARAM_QUALITY]: 4,
    [constants.BROTLI_PARAM_LGWIN]: 20,
  },
};

const packLines = (lines: readonly string[]): Buffer =>
  brotliCompressSync(Buffer.from(lines.join("\n")), packing);

const unpackLines = (packed: Buffer): readonly string[] =>
  brotliDecompressSync(packed).toString().split("\n");

/** What was an event when it came in is one still. */
export function eventIn(line: string): LogEvent {
  const event = logEventOf(JSON.parse(line));
  if (!event) throw new TypeError("a record in the archive is no event");
  return event;
}
