import { randomInt } from "node:crypto";
import { statSync } from "node:fs";
import type SqliteDatabase from "better-sqlite3";
import type { Matches } from "../../src/core/archive.ts";
import type { ArchiveEngine, CameIn, KeptBatch } from "../../src/core/archive-engine.ts";
import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { placed } from "../../src/core/log-placing.ts";
import { logEventsOf } from "../../src/core/log-record.ts";
import { sayCount } from "../../src/core/say.ts";
import type { Problem } from "./engine.ts";
import type { SqliteArchiveData } from "./sqlite-archive.ts";
import { createCountRows } from "./sqlite-archive-counts.ts";
import { expire } from "./sqlite-archive-expire.ts";
import { atOpening, openFile } from "./sqlite-archive-file.ts";
import { createForgetting } from "./sqlite-archive-forget.ts";
import { createForgotten, type Forgotten } from "./sqlite-archive-forgotten.ts";
import { createTermIndex } from "./sqlite-archive-index.ts";
import { keyOf } from "./sqlite-archive-keys.ts";
import { eventIn } from "./sqlite-archive-packing.ts";
import { createPresence } from "./sqlite-archive-presence.ts";
import { createRecent } from "./sqlite-archive-recent.ts";
import { search } from "./sqlite-archive-search.ts";
import { createSegments } from "./sqlite-archive-segments.ts";
import { createSlices } from "./sqlite-archive-slices.ts";
import { createTenantRows } from "./sqlite-archive-tenants.ts";
import { createTrouble } from "./sqlite-archive-trouble.ts";
import { upgrade } from "./sqlite-archive-upgrade.ts";

/** The archive in one SQLite file. What takes long goes on in pieces; everything else is done before its call returns. */
export async function openEngine(data: SqliteArchiveData): Promise<ArchiveEngine> {
  const { file, perSegment = 256, sliceMs = 60 } = data;
  const db = openFile(file);
  const opened = atOpening(file, db, openParts);
  atOpening(file, db, () => upgrade(opened));
  const parts = { ...opened, forgotten: atOpening(file, db, createForgotten) };
  const { tenants, counts } = parts;
  const [adding, packing] = [createTrouble(), createTrouble()];
  const goneFile = createPresence(file);
  goneFile();
  const slices = createSlices(db);
  const forgetting = createForgetting(parts, slices);
  forgetting.resume();
  const known = <Result>(name: string, none: Result, work: (tenant: number) => Result): Result => {
    const tenant = tenants.numberOf(name);
    return tenant === undefined ? none : work(tenant);
  };
  const within = <Result>(work: () => Result): Result => db.transaction(work).immediate();
  return {
    addAll: async (batches) =>
      adding.heed(() => {
        const kept = within(() => batches.map((batch) => add(parts, batch)));
        const gone = goneFile();
        if (gone) throw gone;
        return kept;
      }),
    tidy: async () => packing.heed(() => pack(parts, perSegment)),
    search: async (name, query, { limit, after }) =>
      known<Matches>(name, { events: [] }, (tenant) =>
        search(parts, { tenant, query, limit, sliceMs, ...(after ? { after } : {}) }),
      ),
    event: async (name, id) => known(name, undefined, (tenant) => eventOf(parts, tenant, id)),
    counts: async (name, of) => known(name, [], (tenant) => counts.hours(tenant, of)),
    kinds: async (name) => known(name, [], counts.kinds),
    coverage: async (name) => tenants.coverage(name),
    expire: async (name, before) =>
      known<Promise<number> | number>(name, 0, (tenant) =>
        expire(parts, slices, { tenant, before }),
      ),
    // Also of a tenant of which nothing came in yet: it may.
    forget: async (name, names, now) =>
      forgetting.forget(tenants.numberOf(name) ?? tenants.begin(name), names, now),
    facts: async () => ({
      bytes: bytesOf(db, file),
      events: tenants.events(),
      tenants: tenants.names(),
    }),
    check: async () =>
      unwell("Nothing new is kept.", goneFile()?.problem ?? adding.said()) ??
      unwell("What is kept cannot be packed.", packing.said()) ??
      healthOf(parts, file),
    async close() {
      slices.end();
      db.close();
    },
  };
}

function add(parts: Parts, { tenant: name, way, records, proof, now }: CameIn): KeptBatch {
  const { tenants, counts } = parts;
  const tenant = tenants.numberOf(name) ?? tenants.begin(name);
  const { events, skipped } = logEventsOf(records);
  const fresh = events
    .map((event) => placed(event, now))
    .filter((event) => isKept(parts, tenant, event, now));
  counts.add(tenant, fresh);
  tenants.heard(tenant, way, now, fresh);
  if (proof) tenants.prove(tenant, proof);
  const known = events.length - fresh.length;
  return { added: { fresh: fresh.length, known, unreadable: skipped }, fresh };
}

/** Keeps it, unless it is here already or is of somebody who was forgotten since. */
function isKept(
  { recent, segments, forgotten }: Parts,
  tenant: number,
  event: LogEvent,
  now: Date,
): boolean {
  const key = keyOf(event.id);
  if (segments.holding(tenant, key) !== undefined) return false;
  if (!forgotten.has(tenant, event, now)) return recent.add(tenant, key, event);
  // One that is still here is about to be removed.
  if (recent.event(tenant, key) === undefined) segments.banish(tenant, [event]);
  return false;
}

/** Segments that are packed in one transaction: a commit waits for the disk, and nothing comes in meanwhile. */
const mostAtOnce = 4;

/** Some segments of each tenant that has enough. The newest stay as they came: those that come late are still among them. */
function pack({ db, recent, segments }: Parts, perSegment: number): boolean {
  const full = recent.sizes().filter(({ events }) => events >= perSegment * 3);
  for (const { tenant, events } of full) {
    const count = Math.min(mostAtOnce, Math.floor(events / perSegment) - 2);
    const packSome = db.transaction(() => {
      for (let left = count; left > 0; left -= 1) {
        segments.pack(tenant, recent.takeOldest(tenant, perSegment));
      }
    });
    packSome.immediate();
  }
  return full.length > 0;
}

function openParts(db: SqliteDatabase.Database) {
  const index = createTermIndex(db, saltOf(db));
  return {
    db,
    index,
    recent: createRecent(db),
    segments: createSegments(db, index),
    tenants: createTenantRows(db),
    counts: createCountRows(db),
  };
}

type Parts = ReturnType<typeof openParts> & { readonly forgotten: Forgotten };

/** Made once for each archive. */
function saltOf(db: SqliteDatabase.Database): number {
  db.prepare("insert or ignore into meta values ('salt', ?)").run(String(randomInt(2 ** 32)));
  return Number(db.prepare("select value from meta where name = 'salt'").pluck().get());
}

function eventOf({ recent, segments }: Parts, tenant: number, id: string): LogEvent | undefined {
  const key = keyOf(id);
  const line = recent.event(tenant, key);
  const segment = line === undefined ? segments.holding(tenant, key) : undefined;
  const lines = line === undefined ? (segment ? segments.lines(segment) : []) : [line];
  // Most lines are ruled out without being read.
  const said = JSON.stringify(id);
  return lines
    .filter((each) => each.includes(said))
    .map(eventIn)
    .find((event) => event.id === id);
}

function bytesOf(db: SqliteDatabase.Database, file: string): number {
  const pages = db.pragma("page_count", { simple: true }) as number;
  const size = db.pragma("page_size", { simple: true }) as number;
  const log = file === ":memory:" ? undefined : statSync(`${file}-wal`, { throwIfNoEntry: false });
  return pages * size + (log?.size ?? 0);
}

const subject = "Log archive";

const unwell = (what: string, problem: Problem | undefined): ProbeResult | undefined =>
  problem && { subject, ok: false, detail: `${what} ${problem.detail}`, fix: problem.fix };

/** A look at the newest segment: the whole file may be gigabytes, and nothing comes in meanwhile. */
function healthOf({ db, tenants, segments }: Parts, file: string): ProbeResult {
  const newest = db.prepare("select max(segment) from segments").pluck().get() as number | null;
  if (newest) segments.lines(newest).map(eventIn);
  const size = (bytesOf(db, file) / 1_000_000).toFixed(1);
  const detail = `${sayCount(tenants.events(), "event")} in ${size} MB`;
  return { subject, ok: true, detail };
}
