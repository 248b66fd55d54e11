import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStore } from "../adapters/sql/sqlite.ts";
import { openEngine } from "../adapters/sql/sqlite-archive-engine.ts";
import { newestOf } from "../adapters/sql/sqlite-examine.ts";
import { wholeAnswers } from "./contracts/archive-bench.ts";
import { manualClock } from "./fakes/manual-clock.ts";
import { makeFrom } from "./fakes/sql-text.ts";

// One database of each version that ever was, as SQL text in fixtures/versions. After a change of the tables or of the archive's
// format: npm run keep-version, which writes the new version's from the newest one, and then add rows to what is new in it.

const versions = "test/fixtures/versions";
const named = (kind: keyof typeof newestOf) =>
  Array.from({ length: newestOf[kind] }, (_, index) => `${kind}-${index + 1}.sql`);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-versions-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function make(name: string): string {
  files += 1;
  const file = join(folder, `${files}.db`);
  makeFrom(readFileSync(join(versions, name), "utf8"), file);
  return file;
}

const openStore = (file: string) => openSqliteStore({ file, clock: manualClock() });

function look<Result>(file: string, work: (db: SqliteDatabase.Database) => Result): Result {
  const db = new SqliteDatabase(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const schemaOf = (file: string) =>
  look(file, (db) =>
    db.prepare("select type, name, tbl_name, sql from sqlite_schema order by type, name").all(),
  );

type Row = Readonly<Record<string, unknown>>;
type Rows = Readonly<Record<string, readonly Row[]>>;

const rowsOf = (file: string): Rows =>
  look(file, (db) => {
    const tables = db.prepare("select name from sqlite_schema where type = 'table'").pluck().all();
    const own = (tables as readonly string[]).filter((name) => !name.startsWith("sqlite_"));
    return Object.fromEntries(
      own.map((name) => [name, db.prepare(`select * from "${name}"`).all() as Row[]]),
    );
  });

it("keeps a database of each version that ever was; if one is missing: npm run keep-version", () => {
  expect(readdirSync(versions).sort()).toEqual([...named("archive"), ...named("store")].sort());
});

describe("a store of an earlier version", () => {
  it.each(named("store"))(
    "%s is brought up to this build's, with all that is in it",
    async (name) => {
      const file = make(name);
      const before = rowsOf(file);
      expect(Object.values(before).flat().length).toBeGreaterThan(10);
      const store = await openStore(file);
      expect(await store.check()).toMatchObject([{ ok: true }]);
      const subscriptions = await store.subscriptions.list();
      expect(subscriptions.length).toBe(before.subscriptions?.length);
      expect(await store.subjects.targets()).toHaveLength(before.targets?.length ?? 0);
      await store.close();

      const [fresh, after] = [join(folder, `fresh-${name}.db`), rowsOf(file)];
      await (await openStore(fresh)).close();
      expect(schemaOf(file)).toEqual(schemaOf(fresh));
      for (const [table, rows] of Object.entries(before)) {
        const kept = expect.arrayContaining(rows.map((row) => expect.objectContaining(row)));
        expect(after[table], table).toEqual(kept);
      }
    },
  );

  it("tells what it had still to tell, whatever its version", async () => {
    for (const name of named("store")) {
      const store = await openStore(make(name));
      expect(await store.outbox.waiting(), name).not.toEqual([]);
      await store.close();
    }
  });
});

describe("an archive of an earlier format", () => {
  it.each(named("archive"))(
    "%s is brought up to this build's, with all that is in it",
    async (name) => {
      const file = make(name);
      const engine = await openEngine({ file, perSegment: 4, ...wholeAnswers });
      const { events } = await engine.coverage("prod");
      expect(events).toBe(14);
      const found = await engine.search("prod", { terms: [] }, { limit: 100 });
      expect(found.events.map(({ id }) => id)).toEqual(
        Array.from({ length: 14 }, (_, index) => `900${String(13 - index).padStart(30, "0")}`),
      );
      // Only a term of its own finds an application's failures where most segments hold something of it.
      const failures = {
        terms: [
          { field: "type", values: ["fp"] },
          { field: "client", values: ["Shop"] },
        ],
      } as const;
      const failed = await engine.search("prod", failures, { limit: 100 });
      expect(failed.events.map(({ type, clientName }) => [type, clientName])).toEqual([
        ["fp", "Shop"],
        ["fp", "Shop"],
      ]);
      expect((await engine.kinds("prod")).map(({ type }) => type).sort()).toEqual(["fp", "s"]);
      await engine.close();

      const fresh = join(folder, `fresh-${name}.db`);
      await (await openEngine({ file: fresh })).close();
      expect(schemaOf(file)).toEqual(schemaOf(fresh));
    },
  );
});

describe("what a newer build wrote", () => {
  it("is left as it is, and the refusal says what to do", async () => {
    const [store, archive] = [named("store").at(-1) ?? "", named("archive").at(-1) ?? ""].map(
      make,
    ) as [string, string];
    look(store, (db) => db.exec("insert into migrations values (999, 0)"));
    look(archive, (db) => db.pragma("user_version = 999"));
    const advice =
      /knows (?:version|format) \d+ at most\. Start the newer build again, or restore the backup made before it ran\./;
    await expect(openStore(store)).rejects.toThrow(advice);
    await expect(openEngine({ file: archive })).rejects.toThrow(advice);
  });
});
