import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import { minute, record, streamed } from "../contracts/archive-bench.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-counts-"));
  file = join(folder, "logs.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const now = minute(10_000);
const bob = { user_id: "auth0|bob" };
const hours = { from: minute(-600), to: minute(10_000) };

/** As a version with other words for the same failures would have counted them. */
function countedOtherwise(): void {
  const db = new SqliteDatabase(file);
  db.exec("update counts set cause = 'old-word'; update kinds set cause = 'old-word'");
  db.close();
}

it("keeps the counts of each type and hour right although an earlier version named causes otherwise", async () => {
  const before = Array.from({ length: 120 }, (_, index) =>
    record(index, { type: "fp", ...(index % 3 ? {} : bob) }),
  );
  const first = await openEngine({ file, perSegment: 16 });
  await first.addAll([{ ...streamed([...before, record(7, { type: "s" })]), now }]);
  while (await first.tidy());
  await first.close();
  countedOtherwise();

  const engine = await openEngine({ file, perSegment: 16 });
  const later = Array.from({ length: 30 }, (_, index) => record(index + 0.5, { type: "fp" }));
  await engine.addAll([{ ...streamed(later), now }]);
  expect(await engine.forget("prod", ["auth0|bob"], now)).toBe(40);
  const left = async () => {
    const counts = (await engine.counts("prod", hours)).filter(({ type }) => type === "fp");
    expect(counts.every(({ count }) => count > 0)).toBe(true);
    const inHour = (at: number) =>
      counts
        .filter(({ hour }) => hour.getTime() === minute(at).getTime())
        .reduce((sum, { count }) => sum + count, 0);
    const kinds = (await engine.kinds("prod")).filter(({ type }) => type === "fp");
    return [inHour(0), inHour(60), kinds.reduce((sum, { count }) => sum + count, 0)];
  };
  expect(await left()).toEqual([40 + 30, 40, 110]);
  await engine.expire("prod", minute(300));
  expect(await engine.counts("prod", hours)).toEqual([]);
  expect(await engine.kinds("prod")).toEqual([]);
  await engine.close();
});
