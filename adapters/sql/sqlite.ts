import { mkdirSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
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
import type { Store } from "../../src/core/store.ts";
import { type Engine, type Problem, refusal } from "./engine.ts";
import type { Tables } from "./schema.ts";
import { openStore } from "./store.ts";

/** How long the opening waits for another process that has the file. */
const busyMs = 1000;
/** How often, and after how many milliseconds each time, a transaction tries again while another process writes. */
const tries = 500;
const betweenTriesMs = 10;

/** The store in one SQLite file. @throws SettingsError when the file cannot be used as it stands. */
export async function openSqliteStore(at: { file: string; clock: Clock }): Promise<Store> {
  return openStore(openSqlite(at));
}

/** Opens the file, and creates it and its folder if they are missing. @throws SettingsError */
function openSqlite({ file, clock }: { file: string; clock: Clock }): Engine {
  const memory = file === ":memory:";
  if (!memory) createFolder(file);
  const database = connect(file);
  const db = new Kysely<Tables>({ dialect: new ImmediateSqlite({ database }) });
  let closing: Promise<void> | undefined;
  return {
    db,
    clock,
    title: titleOf(file),
    withSeq: (table) =>
      table.addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement()),
    prepare() {
      if (!memory) database.pragma("journal_mode = WAL");
      // From here on every write is a transaction, and those wait by themselves. Readers need not wait.
      database.pragma("busy_timeout = 0");
    },
    inspect: async () => inspect(database, memory ? undefined : file),
    explain,
    close() {
      closing ??= close(db, database);
      return closing;
    },
  };
}

const titleOf = (file: string) => `The database ${file}`;

async function close(db: Kysely<Tables>, database: SqliteDatabase.Database): Promise<void> {
  // Waits its turn for the one connection: what is under way is finished, not torn.
  await db.connection().execute(async () => {});
  await db.destroy();
  database.close();
}

/**
 * Kysely begins lazily: a transaction that reads first and writes later fails at once where another process wrote
 * in between, however long it may wait. Taking the write lock at the beginning makes it wait instead, and not in
 * SQLite, which would hold up everything else in this process: lines are to be acknowledged meanwhile.
 */
class ImmediateDriver extends SqliteDriver {
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    for (let left = tries; ; left -= 1) {
      try {
        await connection.executeQuery(CompiledQuery.raw("begin immediate"));
        return;
      } catch (error) {
        if (left === 0 || !isBusy(error)) throw error;
        await setTimeout(betweenTriesMs);
      }
    }
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof SqliteDatabase.SqliteError && error.code.startsWith("SQLITE_BUSY");

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
    const detail = `Its folder ${folder} cannot be created (${cause.code}).`;
    throw refusal(titleOf(file), { detail, fix: openFix }, cause);
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
    throw problem ? refusal(titleOf(file), problem, cause) : cause;
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

const problems: Readonly<Record<string, Problem>> = {
  SQLITE_CANTOPEN: { detail: "It cannot be opened or created.", fix: openFix },
  SQLITE_READONLY: { detail: "It cannot be written to.", fix: openFix },
  SQLITE_PERM: { detail: "Access to it was refused.", fix: openFix },
  SQLITE_NOTADB: {
    detail: "The file is not a database.",
    fix: "Move it away, or name another file in store.sqlite.",
  },
  SQLITE_CORRUPT: {
    detail: "The database is damaged.",
    fix: "Stop the bot and put the last backup in its place.",
  },
  SQLITE_BUSY: {
    detail: "Another process holds the database.",
    fix: "Stop the other bot that uses this file, or name another file in store.sqlite.",
  },
  SQLITE_FULL: { detail: "The disk is full.", fix: "Free some space on its disk." },
  SQLITE_IOERR: {
    detail: "The disk could not be read or written.",
    fix: "Look at the disk and its mount.",
  },
};

function explain(error: unknown): Problem | undefined {
  if (!(error instanceof SqliteDatabase.SqliteError)) return undefined;
  // Extended codes say more than is of use: SQLITE_IOERR_FSYNC, SQLITE_READONLY_DIRECTORY.
  return problems[error.code.split("_").slice(0, 2).join("_")];
}

function isCoded(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}
