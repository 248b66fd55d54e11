import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import type { ArchiveEngine } from "../../src/core/archive-engine.ts";
import {
  all,
  everything,
  minute,
  record,
  streamed,
  wholeAnswers,
} from "../contracts/archive-bench.ts";

let folder: string;
let file: string;
let engine: ArchiveEngine;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-archive-"));
  file = join(folder, "logs.db");
  engine = await open();
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const open = () => openEngine({ file, perSegment: 4, ...wholeAnswers });
const add = (...counts: number[]) =>
  engine.addAll([{ ...streamed(counts.map((count) => record(count))), now: minute(500) }]);

describe("an archive that cannot keep what comes in", () => {
  it("says so until something is kept again, whatever else goes well", async () => {
    await add(1);
    outside("create trigger full before insert on recent begin select raise(abort, 'no'); end");
    await expect(add(2)).rejects.toThrow();
    await engine.tidy();
    expect(await engine.check()).toMatchObject({
      ok: false,
      detail: "Nothing new is kept. Writing fails.",
    });
    outside("drop trigger full");
    await add(2);
    expect(await engine.check()).toMatchObject({ ok: true });
  });

  it("acknowledges nothing once its file, or the log beside it, is not where it was", async () => {
    await add(1);
    for (const part of [file, `${file}-wal`]) {
      renameSync(part, join(folder, "away"));
      expect(await engine.check()).toMatchObject({ ok: false });
      await expect(add(2)).rejects.toThrow("was removed, or another was put in its place");
      expect(await engine.check()).toMatchObject({ ok: false });
      renameSync(join(folder, "away"), part);
      expect(await add(2)).toMatchObject([{ added: { unreadable: 0 } }]);
      expect(await engine.check()).toMatchObject({ ok: true });
    }
    expect(await everything(engine, all)).toHaveLength(2);
  });
});

function outside(sql: string): void {
  const database = new SqliteDatabase(file);
  database.exec(sql);
  database.close();
}

it("claims no time of which events were let go of, where it ends in the middle of that", async () => {
  const proof = { checkpoint: "x", until: minute(100), since: minute(0) };
  const records = Array.from({ length: 40 }, (_, index) => record(index));
  await engine.addAll([{ ...streamed(records), proof, now: minute(100) }]);
  while (await engine.tidy());
  // One that is not packed goes first, the segments after it.
  await engine.addAll([{ ...streamed([record(0.5)]), now: minute(100) }]);
  const going = engine.expire("prod", minute(20));
  await engine.close();
  await expect(going).rejects.toThrow("is being closed");
  engine = await open();
  const { events, proved } = await engine.coverage("prod");
  expect(events).toBe(40);
  expect(proved?.since).toEqual(minute(20));
});
