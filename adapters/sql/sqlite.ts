import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { Kysely } from "kysely";
import { type Clock, DAY, MINUTE } from "../../src/core/clock.ts";
import { SettingsError } from "../../src/core/errors.ts";
import type { Store } from "../../src/core/store.ts";
import { type Engine, refusal } from "./engine.ts";
import type { Tables } from "./schema.ts";
import { dialectOf } from "./sqlite-driver.ts";
import { createLook, type LookThrough, lookThrough } from "./sqlite-look.ts";
import { oneEnd, onlyAdd } from "./sqlite-only-add.ts";
import { createPrivate } from "./sqlite-private-file.ts";
import { chooseAnother, explainSqlite } from "./sqlite-problems.ts";
import { openConnection, type SqliteConnection } from "./sqlite-thread.ts";
import { refuseUnfinished } from "./sqlite-unfinished.ts";
import { openStore } from "./store.ts";

/** How long the opening waits for another process that has the file. */
const busyMs = 1000;
/** How often what was written is moved out of the log beside the file. */
const usualTidyMs = MINUTE;

/** The store in one SQLite file. @throws SettingsError when the file cannot be used as it stands. */
export async function openSqliteStore(at: {
  file: string;
  clock: Clock;
  tidyMs?: number;
  look?: LookThrough;
}): Promise<Store> {
  return openStore(await openSqlite(at));
}

/**
 * The store in a file that the bot uses, perhaps at this moment. Nothing is created or brought up to date.
 * @throws SettingsError when it is not there, or of another build.
 */
export async function openSqliteAsIs(at: { file: string; clock: Clock }): Promise<Store> {
  const { file } = at;
  if (!existsSync(file)) {
    throw new SettingsError(titleOf(file), [
      "It is not there. Is --config the one that the bot runs with?",
    ]);
  }
  return openStore(await openSqlite(at), true);
}

/** Opens the file, and creates it and its folder if they are missing. @throws SettingsError */
async function openSqlite({
  file,
  clock,
  tidyMs = usualTidyMs,
  look = lookThrough,
}: Parameters<typeof openSqliteStore>[0]): Promise<Engine> {
  const memory = file === ":memory:";
  if (!memory) {
    refuseUnfinished(file, titleOf(file));
    create(file);
  }
  const connection = await connect(file, tidyMs);
  let reader: SqliteConnection | undefined;
  const { dialect, together } = dialectOf({ connection, reader: () => reader, isBusy });
  const db = new Kysely<Tables>({ dialect });
  const looked = createLook(look, clock);
  let closing: Promise<void> | undefined;
  return {
    db,
    together: (queries) => together(queries.map((query) => query.compile())),
    clock,
    title: titleOf(file),
    withSeq: (table) =>
      table.addColumn("seq", "integer", (column) => column.primaryKey().autoIncrement()),
    onlyAdd,
    oneEnd,
    async prepare() {
      if (!memory) await connection.pragma("journal_mode = WAL");
      // From here on writes wait by themselves (see the driver). Readers need not wait.
      await connection.pragma("busy_timeout = 0");
      // What is in memory has no second way in.
      if (!memory) reader = await openReader(file);
    },
    inspect: async () => `${await sizeOf(connection, file)}, ${await looked(file, connection)}`,
    explain,
    close() {
      closing ??= close(db, [...(reader ? [reader] : []), connection]);
      return closing;
    },
  };
}

const setting = "store.sqlite";
const explain = (error: unknown) => explainSqlite(error, setting);

const titleOf = (file: string) => `The database ${file}`;

async function close(db: Kysely<Tables>, connections: readonly SqliteConnection[]): Promise<void> {
  // Comes after whoever asked before; those are finished then, not torn.
  await db.connection().execute(async () => {});
  await db.destroy();
  for (const connection of connections) await connection.close();
}

const isBusy = (error: unknown): boolean =>
  error instanceof SqliteDatabase.SqliteError && error.code.startsWith("SQLITE_BUSY");

/** What is kept here is the team's own affair. */
function create(file: string): void {
  try {
    createPrivate(file);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    const folder = dirname(resolve(file));
    const detail = existsSync(folder)
      ? `It cannot be opened or created (${cause.code}).`
      : `Its folder ${folder} cannot be created (${cause.code}).`;
    throw refusal(titleOf(file), { detail, fix: chooseAnother(setting) }, cause);
  }
}

async function connect(file: string, tidyMs: number): Promise<SqliteConnection> {
  try {
    return await openConnection(file, { busyMs, tidyMs });
  } catch (cause) {
    const problem = explain(cause);
    throw problem ? refusal(titleOf(file), problem, cause) : cause;
  }
}

/** Pages that it keeps: few are enough for what is asked again and again. */
const readerKilobytes = 512;

/** Of what is in the file's log when it is asked, it sees all that is committed. */
async function openReader(file: string): Promise<SqliteConnection> {
  const reader = await connect(file, DAY);
  await reader.pragma("query_only = ON");
  await reader.pragma(`cache_size = -${readerKilobytes}`);
  await reader.pragma("busy_timeout = 0");
  return reader;
}

async function sizeOf(connection: SqliteConnection, file: string): Promise<string> {
  const pages = await connection.pragma("page_count");
  const size = await connection.pragma("page_size");
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  return `${((Number(pages) * Number(size) + log) / 1_000_000).toFixed(1)} MB`;
}

function isCoded(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error;
}
