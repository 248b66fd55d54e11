import type SqliteDatabase from "better-sqlite3";
import type { LogEvent } from "../../src/core/log-event.ts";
import { eventIn } from "./sqlite-archive-segments.ts";

/** The newest events, each in a row of its own until it is packed. */
export interface Recent {
  /** False where it is here already. */
  add(tenant: number, key: Buffer, event: LogEvent): boolean;
  lines(tenant: number, from: number, to: number): readonly string[];
  event(tenant: number, key: Buffer): string | undefined;
  /** How many each tenant has. */
  sizes(): readonly { readonly tenant: number; readonly events: number }[];
  /** Takes the oldest out. */
  takeOldest(tenant: number, count: number): readonly LogEvent[];
  remove(tenant: number, keys: readonly Buffer[]): void;
}

interface Row {
  readonly entry: number;
  readonly record: string;
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
  const oldest = db.prepare(
    "select entry, record from recent where tenant = ? order by at limit ?",
  );
  const drop = db.prepare("delete from recent where entry = ?");
  const dropKey = db.prepare("delete from recent where tenant = ? and key = ?");
  return {
    add: (tenant, key, { at, raw }) =>
      insert.run(tenant, at.getTime(), key, JSON.stringify(raw)).changes > 0,
    lines: (tenant, from, to) => between.all(tenant, from, to) as string[],
    event: (tenant, key) => one.get(tenant, key) as string | undefined,
    sizes: () => sizes.all() as { tenant: number; events: number }[],
    takeOldest(tenant, count) {
      const rows = oldest.all(tenant, count) as Row[];
      for (const { entry } of rows) drop.run(entry);
      return rows.map(({ record }) => eventIn(record));
    },
    remove(tenant, keys) {
      for (const key of keys) dropKey.run(tenant, key);
    },
  };
}
