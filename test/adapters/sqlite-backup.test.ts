import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sqliteArchive } from "../../adapters/sql/sqlite-archive.ts";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import { copyDatabases, sayCopied } from "../../adapters/sql/sqlite-backup.ts";
import { openArchive } from "../../src/logs/archive.ts";
import { everything } from "../contracts/archive-bench.ts";
import { manualClock } from "../fakes/manual-clock.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-backup-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const store = () => join(folder, "watchpost.db");
const logs = () => join(folder, "logs.db");

function makeStore(): void {
  const db = new SqliteDatabase(store());
  db.exec("create table records (key text, value text); insert into records values ('a', 'b')");
  db.close();
}

const batch = (from: number, length: number) => ({
  tenant: "prod",
  way: "stream" as const,
  records: Array.from({ length }, (_, index) => ({
    log_id: `900${String(from + index).padStart(30, "0")}`,
    type: "s",
    date: new Date(Date.UTC(2026, 2, 1) + (from + index) * 1000).toISOString(),
    user_id: `auth0|${(from + index) % 50}`,
  })),
});

async function openAt(file: string) {
  const engine = sqliteArchive({ file, perSegment: 32 });
  const log = { info() {}, warn() {}, error() {} };
  return openArchive({ engine, clock: manualClock(), log });
}

describe("a backup", () => {
  it("is whole and sound while events pour in, and holds up none of them", async () => {
    makeStore();
    const archive = await openAt(logs());
    await archive.add(batch(0, 2000));
    let [added, over] = [2000, false];
    const pouring = (async () => {
      while (!over) {
        await archive.add(batch(added, 50));
        added += 50;
      }
    })();
    const to = join(folder, "copies");
    const [, copied] = copyDatabases([store(), logs()], to);
    // The thread went on while this one was copying.
    await setImmediate();
    over = true;
    await pouring;
    expect(sayCopied(copied ?? { file: "", bytes: 0, holds: "" })).toMatch(
      /copies\/logs\.db is written and sound: \d+\.\d MB, [\d,]+ log events\.$/,
    );
    expect((await archive.coverage("prod")).events).toBe(added);
    await archive.close();

    const restored = await openAt(join(to, "logs.db"));
    const { events } = await restored.coverage("prod");
    expect(events).toBeGreaterThanOrEqual(2000);
    expect(events % 50).toBe(0);
    const query = { terms: [{ field: "user", values: ["auth0|7"] }] } as const;
    expect(await everything(restored, query)).toHaveLength(events / 50);
    await restored.close();
  });

  it("can be read by its owner alone, and leaves nothing half done behind", () => {
    makeStore();
    const to = join(folder, "new", "copies");
    copyDatabases([store()], to);
    expect(readdirSync(to)).toEqual(["watchpost.db"]);
    expect(statSync(to).mode & 0o077).toBe(0);
    expect(statSync(join(to, "watchpost.db")).mode & 0o077).toBe(0);
  });

  it("replaces no other, and refuses what it cannot copy in words for the operator", () => {
    makeStore();
    const to = join(folder, "copies");
    copyDatabases([store()], to);
    expect(() => copyDatabases([store()], to)).toThrow(/is there already; name another folder/);
    expect(() => copyDatabases([logs()], join(folder, "b"))).toThrow(/logs.db is not there/);
    expect(() => copyDatabases([":memory:"], join(folder, "c"))).toThrow(/in memory alone/);
    writeFileSync(join(folder, "text.db"), "no database at all, but long enough to be looked at");
    expect(() => copyDatabases([join(folder, "text.db")], join(folder, "d"))).toThrow(
      /not a database/,
    );
    expect(readdirSync(join(folder, "d"))).toEqual([]);
  });

  it("is not made of a damaged file, or of one that counts wrong", async () => {
    const engine = await openEngine({ file: logs(), perSegment: 32 });
    await engine.addAll([{ ...batch(0, 500), now: new Date() }]);
    await engine.close();
    const db = new SqliteDatabase(logs());
    db.exec("update tenants set events = events + 1");
    db.close();
    mkdirSync(join(folder, "copies"));
    expect(() => copyDatabases([logs()], join(folder, "copies"))).toThrow(
      /has 500 log events and says that it has 501/,
    );
    expect(existsSync(join(folder, "copies", "logs.db"))).toBe(false);
  });
});
