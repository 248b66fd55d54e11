import SqliteDatabase from "better-sqlite3";
import { SettingsError } from "../../src/core/errors.ts";
import { refusal } from "./engine.ts";
import { addedIn, applicationId, formatVersion, schema } from "./sqlite-archive-schema.ts";
import { createPrivate } from "./sqlite-private-file.ts";
import { chooseAnother, explainSqlite } from "./sqlite-problems.ts";
import { missing, restoreFix } from "./tables.ts";

const setting = "store.archive";
/** Another process has the file only for a moment: `doctor`, or the bot that is just ending. */
const busyMs = 5000;
/** Pages that are kept beside what the operating system keeps of the file: SQLite's build would keep 16 MB of a large one. */
const keptKilobytes = 4096;

/** Opens the archive's file, and creates it and its folder if they are missing. @throws SettingsError */
export function openFile(file: string): SqliteDatabase.Database {
  try {
    if (file !== ":memory:") createPrivate(file);
    return prepare(new SqliteDatabase(file, { timeout: busyMs }), titleOf(file));
  } catch (cause) {
    throw explained(file, cause);
  }
}

/** What is done with it before it can be used; where that fails, it is closed. @throws SettingsError */
export function atOpening<Result>(
  file: string,
  db: SqliteDatabase.Database,
  work: (db: SqliteDatabase.Database) => Result,
): Result {
  try {
    return work(db);
  } catch (cause) {
    db.close();
    throw explained(file, cause);
  }
}

const titleOf = (file: string): string => `The log archive ${file}`;

function explained(file: string, cause: unknown): unknown {
  const title = titleOf(file);
  const code = (cause as NodeJS.ErrnoException).code;
  const problem = explainSqlite(cause, setting);
  if (problem) return refusal(title, problem, cause);
  const ours = cause instanceof SettingsError || cause instanceof SqliteDatabase.SqliteError;
  if (ours || typeof code !== "string") return cause;
  const detail = `It cannot be opened or created (${code}).`;
  return refusal(title, { detail, fix: chooseAnother(setting) }, cause);
}

function prepare(db: SqliteDatabase.Database, title: string): SqliteDatabase.Database {
  try {
    db.pragma("page_size = 8192");
    db.pragma("journal_mode = WAL");
    db.pragma("synchronous = FULL");
    // What is removed is overwritten, and what SQLite needs to write aside stays in memory: nothing of anybody is left over.
    db.pragma("secure_delete = ON");
    db.pragma("temp_store = MEMORY");
    db.pragma(`cache_size = -${keptKilobytes}`);
    db.transaction(() => found(db, title)).immediate();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function found(db: SqliteDatabase.Database, title: string): void {
  const tables = db.prepare("select count(*) from sqlite_schema").pluck().get();
  const [id, version] = ["application_id", "user_version"].map((name) =>
    db.pragma(name, { simple: true }),
  );
  if (tables === 0) {
    db.exec(schema);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${formatVersion}`);
  } else if (id !== applicationId) {
    const detail = "The file is a database, but no archive of logs.";
    throw refusal(title, { detail, fix: `Name another file in ${setting}.` }, undefined);
  } else if (Number(version) > formatVersion) {
    const detail = `It is of format ${version}, and this build of Watchpost knows format ${formatVersion} at most.`;
    const fix = "Start the newer build again, or restore the backup made before it ran.";
    throw refusal(title, { detail, fix }, undefined);
  } else {
    const detail = missingInArchive(db);
    if (detail) throw refusal(title, { detail, fix: restoreFix }, undefined);
  }
}

const tablesIn = (db: SqliteDatabase.Database): readonly string[] =>
  db.prepare("select name from sqlite_schema where type = 'table'").pluck().all() as string[];

/** What it has not of the tables that its format has, in words. */
export function missingInArchive(db: SqliteDatabase.Database): string | undefined {
  const format = db.pragma("user_version", { simple: true }) as number;
  const fresh = new SqliteDatabase(":memory:");
  try {
    const wanted = tablesIn(fresh.exec(schema)).filter((name) => (addedIn[name] ?? 1) <= format);
    return missing(wanted, tablesIn(db));
  } finally {
    fresh.close();
  }
}

/**
 * Moves all that was written into the file itself, so that nothing of what was removed is left in the log beside it. False
 * where somebody else, who looks into the file just now, keeps it from that.
 */
export function emptyWal(db: SqliteDatabase.Database): boolean {
  const waits = db.pragma("busy_timeout", { simple: true });
  db.pragma("busy_timeout = 0");
  const [done] = db.pragma("wal_checkpoint(TRUNCATE)") as readonly { readonly busy: number }[];
  db.pragma(`busy_timeout = ${waits}`);
  return done?.busy === 0;
}
