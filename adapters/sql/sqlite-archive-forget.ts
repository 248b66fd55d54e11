import type SqliteDatabase from "better-sqlite3";
import type { KnownKind } from "../../src/core/archive.ts";
import { causeOf } from "../../src/core/log-cause.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { fold } from "../../src/core/log-match.ts";
import { personsIn } from "../../src/core/log-persons.ts";
import type { CountRows } from "./sqlite-archive-counts.ts";
import { emptyWal } from "./sqlite-archive-file.ts";
import type { Forgotten } from "./sqlite-archive-forgotten.ts";
import type { TermIndex } from "./sqlite-archive-index.ts";
import { keyOf } from "./sqlite-archive-keys.ts";
import { eventIn, lineOf } from "./sqlite-archive-packing.ts";
import type { Recent } from "./sqlite-archive-recent.ts";
import { search } from "./sqlite-archive-search.ts";
import type { Segments } from "./sqlite-archive-segments.ts";
import type { Slices } from "./sqlite-archive-slices.ts";
import type { TenantRows } from "./sqlite-archive-tenants.ts";

interface Parts {
  readonly db: SqliteDatabase.Database;
  readonly recent: Recent;
  readonly segments: Segments;
  readonly index: TermIndex;
  readonly counts: CountRows;
  readonly tenants: TenantRows;
  readonly forgotten: Forgotten;
}

/** Whom to forget. */
interface Job {
  readonly job: number;
  readonly tenant: number;
  /** As JSON. */
  readonly names: string;
}

const [always, never] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/**
 * Removes every event that names a person; they do not come back. Whom is written down first and crossed out last, so that a
 * kill in between is made good at the next start. One after the other: no event is moved past whoever looks for it.
 */
export function createForgetting(parts: Parts, slices: Slices) {
  const { db } = parts;
  const note = db.prepare("insert into forgetting (tenant, names) values (?, ?)");
  const noted = db.prepare("select * from forgetting order by job");
  const cross = db.prepare("delete from forgetting where job = ?");
  let last: Promise<unknown> = Promise.resolve();

  const begin = db.transaction((tenant: number, names: readonly string[], now: Date): Job => {
    const given = { tenant, names: JSON.stringify(names) };
    parts.forgotten.add(tenant, names, now);
    return { ...given, job: Number(note.run(tenant, given.names).lastInsertRowid) };
  }).immediate;

  async function forget(job: Job): Promise<number> {
    const gone = await removeAll(parts, slices, job);
    await slices.run(() => parts.index.purge());
    await replaceExamples(parts, slices, job.tenant);
    cross.run(job.job);
    while (!emptyWal(db)) await slices.pause(50);
    return gone;
  }

  function queue(job: Job): Promise<number> {
    const done = last.then(() => forget(job));
    last = done.catch(() => undefined);
    return done;
  }

  return {
    forget(tenant: number, names: readonly string[], now: Date): Promise<number> {
      return queue(begin(tenant, names, now));
    },
    /** Goes on with what an earlier life did not live to do. */
    resume(): void {
      // What fails now is tried again by the next life.
      for (const job of noted.all() as Job[]) queue(job).catch(() => undefined);
    },
  };
}

async function removeAll(parts: Parts, slices: Slices, { tenant, names }: Job): Promise<number> {
  const { recent, segments, index, counts, tenants } = parts;
  const wanted = new Set((JSON.parse(names) as readonly string[]).map(fold));
  const concerns = (event: LogEvent) =>
    [...personsIn(event)].some((name) => wanted.has(fold(name)));
  let gone = 0;
  const took = (events: readonly LogEvent[]) => {
    segments.banish(tenant, events);
    counts.remove(tenant, events);
    tenants.change(tenant, -events.length);
    gone += events.length;
  };

  let open: number[] = [];
  await slices.run(() => {
    const theirs = recent.lines(tenant, always, never).map(eventIn).filter(concerns);
    const keys = theirs.map(({ id }) => keyOf(id));
    recent.remove(tenant, keys);
    took(theirs);
    const candidates = candidatesFor(index, tenant, wanted);
    open = [...segments.between(tenant, always, never, candidates)].map(({ segment }) => segment);
    return false;
  });
  await slices.run(() => {
    const segment = open.pop();
    const events = (segment === undefined ? [] : segments.lines(segment)).map(eventIn);
    const theirs = events.filter(concerns);
    if (segment !== undefined && theirs.length > 0) {
      segments.remove(segment);
      const others = events.filter((event) => !theirs.includes(event));
      if (others.length > 0) segments.pack(tenant, others.map(lineOf));
      took(theirs);
    }
    return open.length > 0;
  });
  return gone;
}

/** Undefined where any segment may name them. */
function candidatesFor(index: TermIndex, tenant: number, wanted: ReadonlySet<string>) {
  const values = [...wanted];
  if (values.length === 0) return new Set<number>();
  // In a query a star stands for anything.
  if (values.some((name) => name.includes("*"))) return undefined;
  return index.candidates(tenant, { terms: [{ field: "person", values }] });
}

/** A kind's example may be gone: then it is the newest one that is left. */
async function replaceExamples(parts: Parts, slices: Slices, tenant: number): Promise<void> {
  const { counts, segments, recent } = parts;
  const isHere = (id: string) =>
    recent.event(tenant, keyOf(id)) !== undefined || Boolean(segments.holding(tenant, keyOf(id)));
  const open = counts.kinds(tenant).filter(({ example }) => !isHere(example));
  await slices.run(() => {
    const kind = open.pop();
    const newest = kind && newestOf(parts, tenant, kind);
    if (newest) counts.replaceExample(tenant, kind, newest);
    return open.length > 0;
  });
}

/** Undefined where none of it is among the newest of its type. */
function newestOf(parts: Parts, tenant: number, { type, cause }: KnownKind): LogEvent | undefined {
  const query = { terms: [{ field: "type", values: [type] }] } as const;
  const { events } = search(parts, { tenant, query, limit: 200, sliceMs: 30 });
  return events.find((event) => event.type === type && causeOf(event) === cause);
}
