import type SqliteDatabase from "better-sqlite3";
import { forgottenTable, formatVersion } from "./sqlite-archive-schema.ts";
import type { Segments } from "./sqlite-archive-segments.ts";

interface Parts {
  readonly db: SqliteDatabase.Database;
  readonly segments: Segments;
}

/** From each format to the next one: append, never edit. */
const upgrades: Readonly<Record<number, (parts: Parts) => void>> = {
  // An application's failures have a term of their own since.
  1: packAnew,
  // Who was forgotten is known since when events of before then come in late.
  2: ({ db }) => void db.exec(forgottenTable),
};

/** Brings an archive of an earlier format up to this one, in one transaction. */
export function upgrade(parts: Parts): void {
  const { db } = parts;
  const all = db.transaction(() => {
    for (let found = formatOf(db); found < formatVersion; found += 1) {
      upgrades[found]?.(parts);
      db.pragma(`user_version = ${found + 1}`);
    }
  });
  if (formatOf(db) < formatVersion) all.immediate();
}

const formatOf = (db: SqliteDatabase.Database): number =>
  db.pragma("user_version", { simple: true }) as number;

/** What is to be known of a segment unopened is made of its events. */
function packAnew({ db, segments }: Parts): void {
  const old = db.prepare("select segment, tenant from segments order by segment").all();
  for (const { segment, tenant } of old as readonly { segment: number; tenant: number }[]) {
    const lines = segments.lines(segment);
    segments.remove(segment);
    segments.pack(tenant, lines);
  }
}
