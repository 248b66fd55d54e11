import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { CompiledQuery, Kysely, sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dialectOf } from "../../adapters/sql/sqlite-driver.ts";
import { openConnection, type SqliteConnection } from "../../adapters/sql/sqlite-thread.ts";

/** Keeps SQLite busy for some tenths of a second. */
const long = CompiledQuery.raw(
  "with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000) select max(i) as most from n",
);

describe("SQLite in a thread of its own", () => {
  let connection: SqliteConnection;
  beforeEach(async () => {
    connection = await openConnection(":memory:", { busyMs: 1000, tidyMs: 60_000 });
  });
  afterEach(() => connection.close());

  it("keeps nobody else waiting", async () => {
    const done: string[] = [];
    const asked = connection.executeQuery(long).then(() => done.push("SQLite"));
    for (let turn = 0; turn < 10; turn += 1) await new Promise((next) => setImmediate(next));
    done.push("everything else");
    await asked;
    expect(done).toEqual(["everything else", "SQLite"]);
  });

  it("answers in the order in which it was asked, each asker with its own", async () => {
    const answers = await Promise.all(
      ["select 1 as it", "create table t (a)", "insert into t values (7)", "select a as it from t"]
        .map((words) => CompiledQuery.raw(words))
        .map((query) => connection.executeQuery<{ it: number }>(query)),
    );
    expect(answers.map(({ rows }) => rows)).toEqual([[{ it: 1 }], [], [], [{ it: 7 }]]);
    expect(answers[2]).toMatchObject({ numAffectedRows: 1n, insertId: 1n });
  });

  it("says what SQLite says of a mistake, and goes on", async () => {
    const mistake = CompiledQuery.raw("select * from nowhere");
    await expect(connection.executeQuery(mistake)).rejects.toMatchObject({
      name: "SqliteError",
      code: "SQLITE_ERROR",
      message: "no such table: nowhere",
    });
    expect(await connection.pragma("quick_check(1)")).toBe("ok");
  });

  it("keeps several files apart, and closing one leaves the others open", async () => {
    const other = await openConnection(":memory:", { busyMs: 1000, tidyMs: 60_000 });
    await other.executeQuery(CompiledQuery.raw("create table t (a)"));
    await other.close();
    await expect(connection.executeQuery(CompiledQuery.raw("select * from t"))).rejects.toThrow(
      "no such table",
    );
    await expect(other.pragma("page_size")).rejects.toThrow("not open");
  });

  it("refuses of what is asked at once only what is wrong, and keeps the rest", async () => {
    await connection.executeQuery(CompiledQuery.raw("create table t (a unique)"));
    const asked = [long, ...[1, 1, 2, 3].map(insertion)].map((query) =>
      connection.executeQuery(query).then(
        () => "done",
        ({ code }) => code,
      ),
    );
    expect((await Promise.all(asked)).slice(1)).toEqual([
      "done",
      "SQLITE_CONSTRAINT_UNIQUE",
      "done",
      "done",
    ]);
    expect(await numbersIn(connection)).toEqual([1, 2, 3]);
  });

  it("does what is to be done together wholly or not at all, and after the transaction that is under way", async () => {
    const { dialect, together } = dialectOf({ connection, isBusy: () => false });
    const db = new Kysely<object>({ dialect });
    await sql`create table t (a unique)`.execute(db);
    let done: Promise<void> | undefined;
    await db.transaction().execute(async (transaction) => {
      await sql`insert into t values (1)`.execute(transaction);
      done = together([insertion(1), insertion(2)]);
      await sql`delete from t`.execute(transaction);
    });
    await done;
    await expect(together([insertion(3), insertion(2)])).rejects.toMatchObject({
      code: "SQLITE_CONSTRAINT_UNIQUE",
    });
    expect(await numbersIn(connection)).toEqual([1, 2]);
  });

  it("says why SQLite has undone a transaction by itself, as on a full disk, and goes on", async () => {
    const db = new Kysely<object>(dialectOf({ connection, isBusy: () => false }));
    await sql`create table t (a unique)`.execute(db);
    await sql`insert into t values (1)`.execute(db);
    const undone = db.transaction().execute(async (transaction) => {
      await sql`insert into t values (2)`.execute(transaction);
      await sql`insert or rollback into t values (1)`.execute(transaction);
    });
    await expect(undone).rejects.toThrow("UNIQUE constraint failed");
    await db
      .transaction()
      .execute((transaction) => sql`insert into t values (3)`.execute(transaction));
    expect(await numbersIn(connection)).toEqual([1, 3]);
  });

  it("leaves no trace of a transaction that is undone, and all of what came beside it", async () => {
    const db = new Kysely<object>(dialectOf({ connection, isBusy: () => false }));
    await sql`create table t (a)`.execute(db);
    const undone = db.transaction().execute(async (transaction) => {
      await sql`insert into t values (1)`.execute(transaction);
      await new Promise((next) => setImmediate(next));
      throw new Error("undo it");
    });
    const beside = [2, 3, 4].map((number) => sql`insert into t values (${number})`.execute(db));
    const kept = db.transaction().execute((own) => sql`insert into t values (5)`.execute(own));
    await expect(undone).rejects.toThrow("undo it");
    await Promise.all([...beside, kept]);
    expect(await numbersIn(connection)).toEqual([2, 3, 4, 5]);
  });
});

describe("a file that SQLite writes", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "watchpost-thread-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("waits for the disk once for all that is written meanwhile", async () => {
    const file = join(folder, "store.db");
    const connection = await openConnection(file, { busyMs: 60_000, tidyMs: 60_000 });
    await connection.pragma("journal_mode = WAL");
    await connection.executeQuery(CompiledQuery.raw("create table t (a unique)"));
    const before = commitsIn(`${file}-wal`);
    const numbers = Array.from({ length: 40 }, (_, number) => number);
    const otherProcess = new SqliteDatabase(file);
    otherProcess.exec("begin immediate");
    const written = Promise.all(numbers.map(insertion).map(connection.executeQuery));
    otherProcess.exec("rollback");
    otherProcess.close();
    await written;
    // What the thread had read when it first came to wait is one commit, and all that came while it waited the other.
    expect(commitsIn(`${file}-wal`) - before).toBeLessThanOrEqual(2);
    expect(await numbersIn(connection)).toEqual(numbers);
    await connection.close();
  });

  it("lets nobody who only reads wait for a transaction, and shows nothing of it before its end", async () => {
    const file = join(folder, "store.db");
    const at = { busyMs: 1000, tidyMs: 60_000 };
    const connection = await openConnection(file, at);
    await connection.pragma("journal_mode = WAL");
    const reader = await openConnection(file, at);
    const isBusy = () => false;
    const { dialect } = dialectOf({ connection, reader: () => reader, isBusy });
    const db = new Kysely<{ t: { a: number } }>({ dialect });
    const numbers = async () => (await db.selectFrom("t").select("a").execute()).map(({ a }) => a);
    await sql`create table t (a)`.execute(db);
    await db.transaction().execute(async (work) => {
      await work.insertInto("t").values({ a: 1 }).execute();
      expect(await work.selectFrom("t").select("a").execute()).toEqual([{ a: 1 }]);
      expect(await numbers()).toEqual([]);
    });
    expect(await numbers()).toEqual([1]);
    await db.insertInto("t").values({ a: 2 }).execute();
    expect(await numbers()).toEqual([1, 2]);
    for (const one of [reader, connection]) await one.close();
  });
});

const insertion = (number: number) => CompiledQuery.raw("insert into t values (?)", [number]);

async function numbersIn(connection: SqliteConnection): Promise<readonly number[]> {
  const words = CompiledQuery.raw("select a from t order by a");
  return (await connection.executeQuery<{ a: number }>(words)).rows.map(({ a }) => a);
}

/** By SQLite's published format: a frame that ends a transaction tells how large the file is after it. */
function commitsIn(log: string): number {
  const bytes = readFileSync(log);
  const frame = 24 + bytes.readUInt32BE(8);
  let commits = 0;
  for (let at = 32; at + frame <= bytes.length; at += frame) {
    if (bytes.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
}
