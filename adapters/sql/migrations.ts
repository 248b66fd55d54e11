import { SettingsError } from "../../src/core/errors.ts";
import { auditIndexes } from "./audit-indexes.ts";
import { auditTables } from "./audit-tables.ts";
import type { Engine } from "./engine.ts";
import { firstTables } from "./first-tables.ts";
import type { Database, Work } from "./schema.ts";
import { secondTables } from "./second-tables.ts";
import { missingIn, restoreFix } from "./tables.ts";
import { thirdTables } from "./third-tables.ts";

/** A change to the tables. Its place in the list is its number: append, never edit. */
type Migration = (
  work: Work,
  engine: Pick<Engine, "withSeq" | "onlyAdd" | "oneEnd">,
) => Promise<void>;

const migrations: readonly Migration[] = [
  firstTables,
  secondTables,
  thirdTables,
  auditTables,
  auditIndexes,
];

/** Of the tables that this build makes. */
export const newestVersion = migrations.length;

/**
 * Brings the tables up to this build, each step in one transaction. A database of a newer build or of another
 * program is left as it is.
 * @throws SettingsError
 */
export async function migrate(engine: Engine): Promise<void> {
  await versionOf(engine.db, engine.title);
  await engine.prepare();
  let left = true;
  while (left) left = await engine.db.transaction().execute((work) => step(work, engine));
}

/**
 * Takes the tables as they are, where they are of this build: what only looks must not change them.
 * @throws SettingsError
 */
export async function requireCurrent(engine: Engine): Promise<void> {
  const version = await versionOf(engine.db, engine.title);
  if (version < migrations.length) {
    throw new SettingsError(engine.title, [
      `It is of version ${version}, and this build of Watchpost keeps version ${migrations.length}. Start this build once: that brings it up to date.`,
    ]);
  }
  await engine.prepare();
}

/** One version further; false where there is none. Always in a transaction, which proves that the database takes writes. */
async function step(work: Work, engine: Engine): Promise<boolean> {
  // Looked up again: another process may be at the same thing.
  const found = await versionOf(work, engine.title);
  const next = migrations[found];
  if (!next) return false;
  if (found === 0) await ownTable(work);
  await next(work, engine);
  const applied = { version: found + 1, applied_at: engine.clock.now().getTime() };
  await work.insertInto("migrations").values(applied).execute();
  return true;
}

async function ownTable({ schema }: Work): Promise<void> {
  await schema
    .createTable("migrations")
    .addColumn("version", "integer", (column) => column.primaryKey())
    .addColumn("applied_at", "bigint", (column) => column.notNull())
    .execute();
}

async function versionOf(db: Database, title: string): Promise<number> {
  const tables = (await db.introspection.getTables()).map(({ name }) => name);
  if (tables.length === 0) return 0;
  if (!(tables.includes("migrations") && tables.includes("conversations"))) {
    throw new SettingsError(title, [
      "It belongs to another program. Name another file for Watchpost to keep its memory in.",
    ]);
  }
  const newest = await db
    .selectFrom("migrations")
    .select(({ fn }) => fn.max("version").as("version"))
    .executeTakeFirst();
  const version = Number(newest?.version ?? 0);
  if (version > migrations.length) {
    throw new SettingsError(title, [
      `It is of version ${version}, and this build of Watchpost knows version ${migrations.length} at most. Start the newer build again, or restore the backup made before it ran.`,
    ]);
  }
  const lacking = missingIn(version, tables);
  if (lacking) throw new SettingsError(title, [`${lacking} ${restoreFix}`]);
  return version;
}
