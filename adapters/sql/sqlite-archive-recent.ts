import type SqliteDatabase from "better-sqlite3";
import { HOUR } from "../../src/core/clock.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { lineOf } from "./sqlite-archive-packing.ts";

/** The newest events, each in a row of its own until it is packed. */
export interface Recent {
  /** False where it is here already. */
  add(tenant: number, key: Buffer, event: LogEvent): boolean;
  lines(tenant: number, from: number, to: number): readonly string[];
  event(tenant: number, key: Buffer): string | undefined;
  /** How many each tenant has. */
  sizes(): readonly { readonly tenant: number; readonly events: number }[];
  /** Takes so many of the oldest out, of times that lie together. There are twice as many at least. */
  takeOldest(tenant: number, count: number): readonly string[];
  remove(tenant: number, keys: readonly Buffer[]): void;
}

interface Row {
  readonly entry: number;
  readonly at: number;
}

/**
 * A few that came late would stretch a segment over all the time in between, and it would be looked through for every moment
 * of it. So they wait for others of their time, for a while.
 */
function together(rows: readonly Row[], count: number): readonly Row[] {
  const span = (from: number) => (rows[from + count - 1]?.at ?? Infinity) - (rows[from]?.at ?? 0);
  let start = 0;
  if (span(0) > HOUR) {
    for (let from = 1; from < count; from += 1) if (span(from) < span(start) / 2) start = from;
  }
  return rows.slice(start, start + count);
}

export function createRecent(db: SqliteDatabase.Database): Recent {
  const insert = db.prepare(
    "insert or ignore into recent (tenant, at, key, record) values (?, ?, ?, ?)",
  );
  const between = db
    .prepare("select record from recent where tenant = ? and at >= ? and at <= ?")
    .pluck();
  const one = db.prepare("select record from recent where tenant = ? and key = ?").pluck();
  const sizes = db.prepare("select tenant, count(*) events from recent group by tenant");
  const oldest = db.prepare("select entry, at from recent where tenant = ? order by at limit ?");
  const read = db.prepare("select record from recent where entry = ?").pluck();
  const drop = db.prepare("delete from recent where entry = ?");
  const dropKey = db.prepare("delete from recent where tenant = ? and key = ?");
  return {
    add: (tenant, key, event) =>
      insert.run(tenant, event.at.getTime(), key, lineOf(event)).changes > 0,
    lines: (tenant, from, to) => between.all(tenant, from, to) as string[],
    event: (tenant, key) => one.get(tenant, key) as string | undefined,
    sizes: () => sizes.all() as { tenant: number; events: number }[],
    takeOldest(tenant, count) {
      const rows = together(oldest.all(tenant, count * 2) as Row[], count);
      return rows.map(({ entry }) => {
        const record = read.get(entry) as string;
        drop.run(entry);
        return record;
      });
    },
    remove(tenant, keys) {
      for (const key of keys) dropKey.run(tenant, key);
    },
  };
}
