import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { Kysely } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createAudit } from "../../adapters/sql/audit.ts";
import type { Tables } from "../../adapters/sql/schema.ts";
import { openSqliteAsIs, openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { dialectOf } from "../../adapters/sql/sqlite-driver.ts";
import { openConnection } from "../../adapters/sql/sqlite-thread.ts";
import type { AuditEntry } from "../../src/core/audit-entry.ts";
import { verifyTrail } from "../../src/core/audit-verify.ts";
import { DAY } from "../../src/core/clock.ts";
import type { Store } from "../../src/core/store.ts";
import { standingClock, start } from "../contracts/store-bench.ts";

const clock = standingClock();
const entry = (n: number): AuditEntry => ({
  at: start,
  kind: "line",
  by: { id: `slack:user:U${n}`, name: "Ada" },
  in: "slack:channel:C1",
  command: "user",
  about: [`h:${n}`],
  outcome: "answered",
  ms: n,
});

let folder: string;
let file: string;
let store: Store;
let raw: SqliteDatabase.Database;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-audit-"));
  file = join(folder, "watchpost.db");
  store = await openSqliteStore({ file, clock });
  await store.audit.append([1, 2, 3, 4, 5].map(entry));
  raw = new SqliteDatabase(file);
});
afterEach(async () => {
  raw.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

it("a trail whose end is somewhere else at every try is given up, and says so", async () => {
  const connection = await openConnection(file, { busyMs: 0, tidyMs: DAY });
  const { dialect } = dialectOf({ connection, isBusy: () => false });
  const db = new Kysely<Tables>({ dialect });
  let tries = 0;
  async function together(): Promise<void> {
    tries += 1;
    await store.audit.append([entry(tries)]);
    throw new Error("somebody else was faster");
  }
  const audit = createAudit({ db, together });
  await expect(audit.append([entry(0)])).rejects.toThrow("somebody else was faster");
  expect(tries).toBe(20);
  expect((await store.audit.ends()).head.number).toBe(25);
  await db.destroy();
  await connection.close();
});

it("entries that come at once are written one after the other, each at its first try, and one that fails stops none", async () => {
  const connection = await openConnection(file, { busyMs: 0, tidyMs: DAY });
  const { dialect, together } = dialectOf({ connection, isBusy: () => false });
  const db = new Kysely<Tables>({ dialect });
  let tries = 0;
  const audit = createAudit({
    db,
    async together(queries) {
      tries += 1;
      if (tries === 3) throw new Error("database or disk is full");
      await together(queries.map((query) => query.compile()));
    },
  });
  const numbers = Array.from({ length: 100 }, (_, index) => index + 6);
  const done = await Promise.allSettled(numbers.map((n) => audit.append([entry(n)])));
  expect(done.flatMap(({ status }, index) => (status === "rejected" ? [index] : []))).toEqual([2]);
  expect(tries).toBe(100);
  const kept = await store.audit.links(5, 200);
  expect(kept.map(({ text }) => JSON.parse(text).ms)).toEqual(numbers.toSpliced(2, 1));
  expect((await verifyTrail(store.audit)).fault).toBeUndefined();
  await db.destroy();
  await connection.close();
});

const changes = {
  "an entry": "update audit set entry = replace(entry, 'Ada', 'Bob') where number = 3",
  "where an entry is found": "update audit set by_id = 'slack:user:u9' where number = 3",
  "about whom it was": "update audit_about set digest = 'h:9' where number = 3",
};
const removals = {
  "an entry": "delete from audit where number = 3",
  "the newest entries": "delete from audit where number >= 3",
  "about whom it was": "delete from audit_about where number = 3",
};
const others = {
  "where the trail begins": "update audit_ends set dropped_number = -1",
  "its head back": "update audit_ends set head_number = 2",
  "what says where it begins and ends": "delete from audit_ends",
  "that it begins elsewhere": "insert into audit_ends values (0, 3, 'h', 5, 'h')",
};

describe("the audit trail in its file", () => {
  it.each(Object.entries({ ...changes, ...removals, ...others }))(
    "cannot be changed by asking the database: %s",
    (_, sql) => {
      expect(() => raw.exec(sql)).toThrow(/an audit trail/);
    },
  );

  it.each([
    ...Object.entries(changes).map(([what, sql]) => [`changes ${what}`, sql] as const),
    ...Object.entries(removals).map(([what, sql]) => [`removes ${what}`, sql] as const),
  ])("shows it all the same to whoever %s in spite of that", async (_, sql) => {
    const triggers = raw
      .prepare("select name from sqlite_schema where type = 'trigger'")
      .pluck()
      .all();
    for (const name of triggers) raw.exec(`drop trigger ${name}`);
    raw.exec(sql);
    expect((await verifyTrail(store.audit)).fault?.number).toBe(3);
  });

  it("is looked up by indexes in the order of its numbers, whatever is asked", async () => {
    const columns = ["kind", "by_id", "by_name", "conversation", "command", "outcome"];
    for (const column of columns) {
      const plan = raw
        .prepare(
          `explain query plan select entry from audit where ${column} = ? order by number desc limit 11`,
        )
        .all("x") as { detail: string }[];
      expect(plan.map(({ detail }) => detail)).toEqual([
        expect.stringMatching(/^SEARCH audit USING INDEX audit_by_/u),
      ]);
    }
  });

  it("is opened as it is by whoever only looks, while the bot writes", async () => {
    const looking = await openSqliteAsIs({ file, clock });
    await store.audit.append([entry(6)]);
    expect(await verifyTrail(looking.audit)).toMatchObject({ entries: 6 });
    await looking.audit.append([entry(7)]);
    await store.audit.append([entry(8)]);
    expect((await verifyTrail(store.audit)).fault).toBeUndefined();
    await looking.close();
  });

  it("is neither created nor brought up to date by whoever only looks", async () => {
    const opening = (at: string) =>
      openSqliteAsIs({ file: at, clock }).then(
        () => "opened",
        (error: Error) => error.message,
      );
    expect(await opening(join(folder, "other.db"))).toContain("It is not there. Is --config");
    raw.exec("delete from migrations where version > 3");
    expect(await opening(file)).toContain("It is of version 3, and this build of Watchpost keeps");
    expect(raw.prepare("select max(version) from migrations").pluck().get()).toBe(3);
  });
});
