import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { verifyTrail } from "../../src/core/audit-verify.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Store } from "../../src/core/store.ts";
import { describeStore } from "../contracts/store.ts";
import { type StoreBench, standingClock } from "../contracts/store-bench.ts";

const newFolder = () => mkdtempSync(join(tmpdir(), "watchpost-store-"));

async function openBench(clock: Clock): Promise<StoreBench> {
  const folder = newFolder();
  const file = join(folder, "watchpost.db");
  const others: Store[] = [];
  const store = await openSqliteStore({ file, clock });
  return {
    store,
    async another() {
      const other = await openSqliteStore({ file, clock });
      others.push(other);
      return other;
    },
    async close() {
      for (const one of [store, ...others]) await one.close();
      rmSync(folder, { recursive: true });
    },
  };
}

async function openInMemory(clock: Clock): Promise<StoreBench> {
  const store = await openSqliteStore({ file: ":memory:", clock });
  return { store, another: async () => store, close: () => store.close() };
}

describeStore("SQLite", openBench, openInMemory);

describe("the SQLite file", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = newFolder();
    file = join(folder, "watchpost.db");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });
  const open = (at = file) => openSqliteStore({ file: at, clock: standingClock() });
  const opening = (at = file) =>
    open(at).then(
      () => "opened",
      (error: Error) => `${error.name}: ${error.message}`,
    );

  it("is created with its folders, and kept between lives", async () => {
    const deep = join(folder, "a", "b", "watchpost.db");
    const first = await open(deep);
    await first.records("slack").set("key", "value");
    await first.close();
    const second = await open(deep);
    expect(await second.records("slack").get("key")).toBe("value");
    await second.close();
  });

  it("may be opened by two at once when it is new", async () => {
    const stores = await Promise.all([open(), open()]);
    await stores[0].records("slack").set("key", 1);
    expect(await stores[1].records("slack").get("key")).toBe(1);
    for (const store of stores) await store.close();
  });

  it("is refused and left as it is when a newer build made it", async () => {
    await (await open()).close();
    const raw = new SqliteDatabase(file);
    raw.exec("insert into migrations values (99, 0)");
    raw.pragma("wal_checkpoint(TRUNCATE)");
    raw.close();
    const before = readFileSync(file);
    expect(await opening()).toMatch(
      /^SettingsError: .*watchpost\.db needs attention:\n.*version 99.*version 5 at most/,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("of the first version gains what is new and keeps what it has", async () => {
    const before = await open();
    await before.records("slack").set("key", "value");
    await before.close();
    const raw = new SqliteDatabase(file);
    const added = ["login_runs", "ledger", "waivers", "assessments"];
    for (const table of [...added, "digest_schedules", "digest_weeks"])
      raw.exec(`drop table ${table}`);
    for (const table of ["audit", "audit_about", "audit_ends"]) raw.exec(`drop table ${table}`);
    for (const column of ["paused_everywhere", "shared_since"])
      raw.exec(`alter table conversations drop column ${column}`);
    raw.exec("delete from migrations where version > 1");
    raw.close();
    const store = await open();
    expect(await store.records("slack").get("key")).toBe("value");
    expect(await store.waivers.list()).toEqual([]);
    expect(await store.digests.schedules()).toEqual([]);
    expect(await store.subscriptions.conditions()).toEqual([]);
    expect((await store.audit.ends()).head.number).toBe(0);
    await store.close();
  });

  it("is refused and left as it is when another program made it", async () => {
    const raw = new SqliteDatabase(file);
    raw.exec("create table theirs (a)");
    raw.close();
    const before = readFileSync(file);
    expect(await opening()).toMatch(/belongs to another program/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("is refused with words when it is no database, or cannot be one", async () => {
    writeFileSync(
      file,
      "Dear diary, this is not a database, but it is long enough to be looked at.".repeat(20),
    );
    expect(await opening()).toMatch(/^SettingsError: .*\n.*not a database\. Move it away/);
    expect(await opening(join(file, "inside", "it.db"))).toMatch(
      /folder .* cannot be created \(ENOTDIR\)/,
    );
    expect(await opening(folder)).toMatch(/cannot be opened or created/);
  });

  it("is refused with words while another process holds it", async () => {
    await (await open()).close();
    const raw = new SqliteDatabase(file);
    raw.exec("begin immediate");
    expect(await opening()).toMatch(
      /^SettingsError: .*\n.*Another process holds the database\. Stop the other bot/,
    );
    raw.exec("rollback");
    expect(await opening()).toBe("opened");
    raw.close();
  });

  it("says what is wrong when it can no longer be written to", async () => {
    const store = await open();
    const raw = new SqliteDatabase(file);
    raw.exec(
      "drop table records; create view records as select 1 as platform, 2 as key, 3 as value",
    );
    raw.exec("begin immediate");
    const [result] = await store.check();
    expect(result).toMatchObject({
      ok: false,
      detail: expect.any(String),
      fix: expect.any(String),
    });
    raw.close();
    await store.close();
  });

  describe("after kill -9", () => {
    const writer = fileURLToPath(new URL("../fakes/store-writer.ts", import.meta.url));

    it.each([3, 10, 40])(
      "has lost nothing and holds nothing by halves (%i reads)",
      async (reads) => {
        const { observed, told, audited } = await killedAfter(reads, writer, file);
        const store = await open();
        const [incident] = await store.subjects.find({ source: "status" });
        const keys = incident?.revisions.map(({ key }) => key) ?? [];
        expect([observed, observed + 1]).toContain(keys.length);
        const [target] = await store.subjects.targets();
        expect(target?.lastReadAt?.getTime()).toBe(keys.length);
        const untold = async (conversation: "slack:channel:told" | "slack:channel:silent") =>
          (await store.outbox.tellings(conversation)).flatMap((one) =>
            one.untold.map(({ key }) => key),
          );
        expect(await untold("slack:channel:silent")).toEqual(keys);
        expect([keys.slice(told), keys.slice(told + 1)]).toContainEqual(
          await untold("slack:channel:told"),
        );
        const trail = await verifyTrail(store.audit);
        expect(trail.fault).toBeUndefined();
        expect([2 * audited, 2 * audited + 2]).toContain(trail.entries);
        expect(await store.check()).toMatchObject([{ ok: true }]);
        await store.close();
      },
      30_000,
    );
  });
});

/** What a writing process had reported when it was killed, at some moment after so many reads. */
async function killedAfter(reads: number, writer: string, file: string) {
  const child = spawn(process.execPath, ["--import", "tsx", writer, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = await linesUntil(child, `observed ${reads}\n`);
  const last = (word: string) =>
    Number(lines.findLast((line) => line.startsWith(word))?.split(" ")[1] ?? 0);
  return { observed: last("observed"), told: last("told"), audited: last("audited") };
}

async function linesUntil(child: ChildProcess, words: string): Promise<readonly string[]> {
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    said += chunk.toString();
    if (said.includes(words)) child.kill("SIGKILL");
  });
  await once(child, "close");
  return said.trim().split("\n");
}
