import type { Kysely } from "kysely";
import { SettingsError } from "../../src/core/errors.ts";
import type { Engine } from "./engine.ts";
import { firstTables } from "./first-tables.ts";
import type { Work } from "./schema.ts";

/** A change to the tables. Its place in the list is its number: append, never edit. */
type Migration = (work: Work, engine: Pick<Engine, "withSeq">) => Promise<void>;

const migrations: readonly Migration[] = [firstTables];

/** The version of the tables that this build knows. */
export const newestVersion = migrations.length;

/**
 * Brings the tables up to this build, each step in one transaction. A database of a newer build or of another
 * program is left as it is.
 * @throws SettingsError
 */
export async function migrate(engine: Engine): Promise<void> {
  const found = await versionOf(engine);
  if (found > newestVersion) {
    throw new SettingsError(engine.title, [
      `It is of version ${found}, and this build of Watchpost knows version ${newestVersion} at most. Start the newer build again, or put back the backup made before it ran.`,
    ]);
  }
  await engine.prepare();
  for (let version = found + 1; version <= newestVersion; version += 1) {
    await engine.db.transaction().execute((work) => step(work, version, engine));
  }
}

async function step(work: Work, version: number, engine: Engine): Promise<void> {
  if (version === 1) {
    await work.schema
      .createTable("migrations")
      .addColumn("version", "integer", (column) => column.primaryKey())
      .addColumn("applied_at", "bigint", (column) => column.notNull())
      .execute();
  }
  await migrations[version - 1]?.(work, engine);
  const applied = { version, applied_at: engine.clock.now().getTime() };
  await work.insertInto("migrations").values(applied).execute();
}

async function versionOf({ db, title }: Engine): Promise<number> {
  const tables = await namesOf(db);
  if (tables.length === 0) return 0;
  if (!tables.includes("migrations") || !tables.includes("conversations")) {
    throw new SettingsError(title, [
      `It belongs to another program. Name another file for Watchpost to keep its memory in.`,
    ]);
  }
  const newest = await db
    .selectFrom("migrations")
    .select(({ fn }) => fn.max("version").as("version"))
    .executeTakeFirst();
  return Number(newest?.version ?? 0);
}

async function namesOf<T>(db: Kysely<T>): Promise<readonly string[]> {
  return (await db.introspection.getTables()).map(({ name }) => name);
}
