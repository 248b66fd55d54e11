import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import SqliteDatabase from "better-sqlite3";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
} from "kysely";
import type { Clock } from "../../src/core/clock.ts";
import { SettingsError } from "../../src/core/errors.ts";
import type { Store } from "../../src/core/store.ts";
import type { Engine } from "./engine.ts";
import type { Tables } from "./schema.ts";
import { openStore } from "./store.ts";

/** How long a query waits for another process. The wait blocks this one, and Slack allows a line three seconds. */
const busyMs = 1000;

/** The store in one SQLite file. @throws SettingsError when the file cannot be used as it stands. */
export function openSqliteStore(at: { file: string; clock: Clock }): Promise<Store> {
  return openStore(openSqlite(at));
}

/** Opens the file, and creates it and its folder if they are missing. @throws SettingsError */
export function openSqlite({ file, clock }: { file: string; clock: Clock }): Engine {
  const memory = file === ":memory:";
  if (!memory) createFolder(file);
  const database = connect(file);
  const db = new Kysely<Tables>({ dialect: new ImmediateSqlite({ database }) });
  return {
    db,
    clock,
    title: titleOf(file),
    withSeq: (table) =>
      table.addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement()),
    prepare() {
      if (!memory) database.pragma("journal_mode = WAL");
    },
    inspect: async () => inspect(database, memory ? undefined : file),
    explain,
    async close() {
      await db.destroy();
      // Kysely closes only what it has used.
      database.close();
    },
  };
}

const titleOf = (file: string) => `The database ${file}`;

/**
 * Kysely begins lazily: a transaction that reads first and writes later fails at once where another process wrote
 * in between, however long it may wait. Taking the write lock at the beginning makes it wait instead.
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw("begin immediate"));
  }
}

class ImmediateSqlite extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new ImmediateDriver(this.#config);
  }
}

function createFolder(file: string): void {
  const folder = dirname(resolve(file));
  try {
    // What is kept here is the team's own affair.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw refusal(file, `The folder ${folder} cannot be created (${cause.code})`, openFix, cause);
  }
}

function connect(file: string): SqliteDatabase.Database {
  let database: SqliteDatabase.Database | undefined;
  try {
    database = new SqliteDatabase(file, { timeout: busyMs });
    database.pragma("foreign_keys = ON");
    // WAL with NORMAL already survives kill -9: what was committed is with the operating system. FULL also survives the
    // loss of power, for one fsync per commit; at the pace of chat that costs nothing, and a post told twice costs trust.
    database.pragma("synchronous = FULL");
    // The first look at the file itself: finds out whether it is a database at all.
    database.pragma("schema_version");
    return database;
  } catch (cause) {
    database?.close();
    const problem = explain(cause);
    if (!problem) throw cause;
    throw refusal(file, problem.detail, problem.fix, cause);
  }
}

function inspect(database: SqliteDatabase.Database, file: string | undefined): string {
  const found = database.pragma("quick_check(1)", { simple: true });
  if (found !== "ok") throw new SqliteDatabase.SqliteError(String(found), "SQLITE_CORRUPT");
  const pages = database.pragma("page_count", { simple: true });
  const size = database.pragma("page_size", { simple: true });
  const log = file ? (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) : 0;
  return `${((Number(pages) * Number(size) + log) / 1_000_000).toFixed(1)} MB, sound`;
}

const openFix = "Choose a file in a folder that the bot may write to, in store.sqlite.";

const problems: Readonly<Record<string, { readonly detail: string; readonly fix: string }>> = {
  SQLITE_CANTOPEN: { detail: "It cannot be opened or created", fix: openFix },
  SQLITE_READONLY: { detail: "It cannot be written to", fix: openFix },
  SQLITE_PERM: { detail: "Access to it was refused", fix: openFix },
  SQLITE_NOTADB: {
    detail: "The file is not a database",
    fix: "Move it away, or name another file in store.sqlite.",
  },
  SQLITE_CORRUPT: {
    detail: "The database is damaged",
    fix: "Stop the bot and put the last backup in its place.",
  },
  SQLITE_BUSY: {
    detail: "Another process holds the database",
    fix: "Stop the other bot that uses this file, or name another file in store.sqlite.",
  },
  SQLITE_FULL: { detail: "The disk is full", fix: "Free some space on its disk." },
  SQLITE_IOERR: {
    detail: "The disk could not be read or written",
    fix: "Look at the disk and its mount.",
  },
};

function explain(error: unknown): { detail: string; fix: string } | undefined {
  if (!(error instanceof SqliteDatabase.SqliteError)) return undefined;
  // Extended codes say more than is of use: SQLITE_IOERR_FSYNC, SQLITE_READONLY_DIRECTORY.
  return problems[error.code.split("_").slice(0, 2).join("_")];
}

function isCoded(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}

function refusal(file: string, detail: string, fix: string, cause: unknown): SettingsError {
  const error = new SettingsError(titleOf(file), [`${detail}. ${fix}`]);
  error.cause = cause;
  return error;
}
