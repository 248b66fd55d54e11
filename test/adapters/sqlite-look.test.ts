import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { manualClock } from "../fakes/manual-clock.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-look-"));
  file = join(folder, "watchpost.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A store that is larger than what is looked through where it is written to. */
async function makeLarge(): Promise<void> {
  await (await openSqliteStore({ file, clock: manualClock() })).close();
  const db = new SqliteDatabase(file);
  db.exec("insert into records values ('slack', 'large', zeroblob(20000000))");
  db.close();
}

describe("a look through the store, as doctor takes it,", () => {
  it("keeps nobody from writing, and is answered for where it takes long", async () => {
    let looks = 0;
    let found = (_: unknown) => {};
    const look = () => {
      looks += 1;
      return new Promise<unknown>((resolve) => {
        found = resolve;
      });
    };
    const clock = manualClock();
    const store = await openSqliteStore({ file, clock, look });
    const [first, second] = [store.check(), store.check()];
    await expect.poll(() => looks).toBe(1);
    await store.records("slack").set("line", "written meanwhile");
    expect(await store.records("slack").get("line")).toBe("written meanwhile");
    await expect
      .poll(async () => {
        await clock.advance(8000);
        return Promise.race([first, undefined]);
      })
      .toMatchObject([
        {
          ok: true,
          detail: expect.stringMatching(
            /^\d\.\d MB, and to look through it takes more than 8 s: watchpost backup does/,
          ),
        },
      ]);
    found("ok");
    await second;
    await store.close();
  });

  it("finds a large one sound, and says where it is damaged", async () => {
    await makeLarge();
    const store = await openSqliteStore({ file, clock: manualClock() });
    expect(await store.check()).toMatchObject([
      { ok: true, detail: expect.stringMatching(/^2\d\.\d MB, sound$/) },
    ]);
    await store.close();

    const descriptor = openSync(file, "r+");
    writeSync(descriptor, Buffer.alloc(4096, 0xff), 0, 4096, 4096 * 2500);
    closeSync(descriptor);
    const damaged = await openSqliteStore({ file, clock: manualClock() });
    expect(await damaged.check()).toMatchObject([
      { ok: false, detail: "The database is damaged.", fix: expect.any(String) },
    ]);
    await damaged.close();
  });

  it("is taken once a minute at most of a large one that is sound, and each time of one that is not", async () => {
    await makeLarge();
    const words = ["ok", "it is torn", "it is torn", "ok"];
    let looks = 0;
    const look = async () => words[looks++];
    const clock = manualClock();
    const store = await openSqliteStore({ file, clock, look });
    const found = async () => (await store.check()).map(({ ok }) => ok);
    expect([await found(), await found()]).toEqual([[true], [true]]);
    expect(looks).toBe(1);
    await clock.advance(60_000);
    expect([await found(), await found(), await found()]).toEqual([[false], [false], [true]]);
    expect(looks).toBe(4);
    await store.close();
  });
});
