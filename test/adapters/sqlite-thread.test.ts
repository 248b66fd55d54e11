import { CompiledQuery } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
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
});
