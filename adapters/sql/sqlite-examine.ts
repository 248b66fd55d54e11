import SqliteDatabase from "better-sqlite3";
import { newestVersion } from "./migrations.ts";
import { missingInArchive } from "./sqlite-archive-file.ts";
import { applicationId, formatVersion } from "./sqlite-archive-schema.ts";
import { explainSqlite } from "./sqlite-problems.ts";
import { missingIn } from "./tables.ts";

/** What the bot keeps, each in a database of its own. */
export const kinds = ["store", "archive"] as const;
export type Kind = (typeof kinds)[number];

export interface Examined {
  /** Of its tables, or of its format. */
  readonly version: number;
  /** What is in it, in words: "12,345 log events"; empty where nothing is to be said. */
  readonly holds: string;
}

/** Nobody could do anything with it. The message says why, in a sentence. */
export class UnfitError extends Error {}

/** What this build can read, at most. */
export const newestOf: Readonly<Record<Kind, number>> = {
  store: newestVersion,
  archive: formatVersion,
};

/** @throws UnfitError unless it is sound, of this kind, and has as much in it as it says. */
export function examine(file: string, kind: Kind): Examined {
  const db = new SqliteDatabase(file, { readonly: true });
  try {
    return look(db, kind);
  } catch (error) {
    const problem = explainSqlite(error, "");
    if (isDamage(error)) throw new UnfitError("It is damaged.");
    throw isMisfit(error) && problem ? new UnfitError(problem.detail) : error;
  } finally {
    db.close();
  }
}

const isDamage = (error: unknown): boolean =>
  error instanceof SqliteDatabase.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/.test(error.code);

const isMisfit = (error: unknown): boolean =>
  error instanceof SqliteDatabase.SqliteError && error.code === "SQLITE_ERROR";

function look(db: SqliteDatabase.Database, kind: Kind): Examined {
  const said = db.pragma("integrity_check(1)", { simple: true });
  if (said !== "ok") throw new UnfitError(`It is damaged (${said}).`);
  return kind === "archive" ? examineArchive(db) : { version: versionOf(db), holds: "" };
}

function versionOf(db: SqliteDatabase.Database): number {
  const tables = db.prepare("select name from sqlite_schema").pluck().all() as string[];
  if (!(tables.includes("migrations") && tables.includes("conversations"))) {
    throw new UnfitError("It belongs to another program.");
  }
  const version = db.prepare("select max(version) from migrations").pluck().get() as number | null;
  if (version === null) throw new UnfitError("It says nothing of its version.");
  refuseLacking(missingIn(version, tables));
  return version;
}

function refuseLacking(what: string | undefined): void {
  if (what) throw new UnfitError(what);
}

function examineArchive(db: SqliteDatabase.Database): Examined {
  if (db.pragma("application_id", { simple: true }) !== applicationId) {
    throw new UnfitError("It is no archive of logs.");
  }
  refuseLacking(missingInArchive(db));
  return {
    version: db.pragma("user_version", { simple: true }) as number,
    holds: countEvents(db),
  };
}

function countEvents(db: SqliteDatabase.Database): string {
  const one = (sql: string) => db.prepare(sql).pluck().get() as number;
  const said = one("select coalesce(sum(events), 0) from tenants");
  const held = one(
    "select (select count(*) from recent) + (select coalesce(sum(events), 0) from segments)",
  );
  if (said === held) return `${held.toLocaleString("en")} log events`;
  throw new UnfitError(`It has ${held} log events and says that it has ${said}.`);
}
