import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sqliteArchive } from "../../adapters/sql/sqlite-archive.ts";
import { sayMade } from "../../adapters/sql/sqlite-backup-words.ts";
import { openArchive } from "../../src/logs/archive.ts";
import { everything } from "../contracts/archive-bench.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { copy, filesIn, type Kept, newFolder, recordsOf, write } from "./sqlite-keeping-bench.ts";

let place: ReturnType<typeof newFolder>;
let files: Kept;
beforeEach(() => {
  place = newFolder();
  files = filesIn(place.folder);
});
afterEach(() => place.remove());

const inPlace = (...names: readonly string[]) => join(place.folder, ...names);

const batch = (from: number, length: number) => ({
  tenant: "prod",
  way: "stream" as const,
  records: recordsOf(from, length),
});

async function openAt(file: string) {
  const engine = sqliteArchive({ file, perSegment: 32 });
  const log = { info() {}, warn() {}, error() {} };
  return openArchive({ engine, clock: manualClock(), log });
}

describe("a backup", () => {
  it("is whole and sound while events pour in, and holds up none of them", async () => {
    await write(files, "a", 0);
    const archive = await openAt(files.archive);
    await archive.add(batch(0, 2000));
    let [added, over] = [2000, false];
    const pouring = (async () => {
      while (!over) {
        await archive.add(batch(added, 50));
        added += 50;
      }
    })();
    const made = copy(files, inPlace("copies"));
    // The thread went on while this one was copying.
    await setImmediate();
    over = true;
    await pouring;
    expect(sayMade(made).join("\n")).toMatch(
      /copies\/watchpost-logs\.db is written and sound: \d+\.\d MB, [\d,]+ log events\.\nTo put it back: watchpost restore --from \S+copies$/,
    );
    expect((await archive.coverage("prod")).events).toBe(added);
    await archive.close();

    const restored = await openAt(inPlace("copies", "watchpost-logs.db"));
    const { events } = await restored.coverage("prod");
    expect(events).toBeGreaterThanOrEqual(2000);
    expect(events % 50).toBe(0);
    const query = { terms: [{ field: "user", values: ["auth0|7"] }] } as const;
    expect(await everything(restored, query)).toHaveLength(events / 50);
    await restored.close();
  });

  it("can be read by its owner alone, and leaves nothing half done behind", async () => {
    await write(files, "a", 5);
    const to = inPlace("new", "copies");
    copy(files, to);
    const names = ["manifest.json", "watchpost-logs.db", "watchpost.db"];
    expect(readdirSync(to).sort()).toEqual(names);
    expect(
      [to, ...names.map((name) => join(to, name))].filter((path) => statSync(path).mode & 0o077),
    ).toEqual([]);
  });

  it("replaces no other, and refuses what it cannot copy in words for the operator", async () => {
    await write(files, "a", 5);
    copy(files, inPlace("copies"));
    expect(() => copy(files, inPlace("copies"))).toThrow(/is there already; name another folder/);
    const gone = { ...files, archive: inPlace("gone.db") };
    expect(() => copy(gone, inPlace("b"))).toThrow(/gone.db is not there/);
    expect(() => copy({ ...files, store: ":memory:" }, inPlace("c"))).toThrow(/in memory alone/);
    writeFileSync(inPlace("text.db"), "no database at all, but long enough to be looked at");
    expect(() => copy({ ...files, archive: inPlace("text.db") }, inPlace("d"))).toThrow(
      /not a database/,
    );
    expect(() => copy({ ...files, archive: files.store }, inPlace("e"))).toThrow(/no archive/);
    expect([...readdirSync(inPlace("d")), ...readdirSync(inPlace("e"))]).toEqual([]);
  });

  it("is not made of a damaged file, or of one that counts wrong", async () => {
    await write(files, "a", 500);
    const db = new SqliteDatabase(files.archive);
    db.exec("update tenants set events = events + 1");
    db.close();
    expect(() => copy(files, inPlace("copies"))).toThrow(
      /has 500 log events and says that it has 501/,
    );
    expect(readdirSync(inPlace("copies"))).toEqual([]);
  });

  it("tells two files of one name apart", async () => {
    const apart = { store: inPlace("a", "bot.db"), archive: inPlace("b", "bot.db") };
    await write(apart, "a", 5);
    copy(apart, inPlace("copies"));
    expect(readdirSync(inPlace("copies")).sort()).toEqual([
      "archive-bot.db",
      "manifest.json",
      "store-bot.db",
    ]);
  });
});

describe("backups of which some are kept", () => {
  const at = (minute: number) => ({ keep: 2, now: new Date(Date.UTC(2026, 10, 29, 2, minute)) });

  it("have a folder each, and the older ones are removed and said to be", async () => {
    await write(files, "a", 5);
    const to = inPlace("backups");
    mkdirSync(join(to, "2026-11-01T00-00-00Z"), { recursive: true });
    writeFileSync(join(to, "notes.txt"), "somebody else's");
    expect(
      [copy(files, to, at(1)), copy(files, to, at(2))].flatMap(({ removed }) => removed),
    ).toEqual([]);
    const last = copy(files, to, at(3));
    expect(sayMade(last).join("\n")).toContain("2026-11-29T02-01-00Z was older, and is removed.");
    // What it did not make, or did not make whole, it leaves alone.
    expect(readdirSync(to).sort()).toEqual([
      "2026-11-01T00-00-00Z",
      "2026-11-29T02-02-00Z",
      "2026-11-29T02-03-00Z",
      "notes.txt",
    ]);
  });

  it("do not gather what was cut off: an hour later it is cleared away", async () => {
    await write(files, "a", 5);
    const now = new Date();
    const [old, recent] = [".unfinished-1-1", ".unfinished-2-2"].map((name) => {
      mkdirSync(inPlace("backups", name), { recursive: true });
      writeFileSync(inPlace("backups", name, "watchpost.db"), "half");
      return inPlace("backups", name);
    }) as [string, string];
    const before = new Date(now.getTime() - 2 * 60 * 60 * 1000);
    for (const path of [join(old, "watchpost.db"), old]) utimesSync(path, before, before);
    copy(files, inPlace("backups"), { keep: 2, now });
    expect([existsSync(old), existsSync(recent)]).toEqual([false, true]);
  });
});
