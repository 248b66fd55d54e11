import { describe, expect, it } from "vitest";
import { sqliteArchive } from "../../adapters/sql/sqlite-archive.ts";
import type { Clock } from "../../src/core/clock.ts";
import { openArchive } from "../../src/logs/archive.ts";
import { describeArchive } from "../contracts/archive.ts";
import { type ArchiveBench, all, everything, record } from "../contracts/archive-bench.ts";
import { openSqliteBench } from "../contracts/sqlite-archive-bench.ts";
import { standingClock } from "../contracts/store-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";

const log = { info() {}, warn() {}, error() {} };

async function openFake({ now }: Clock): Promise<ArchiveBench> {
  const archive = fakeArchive(now);
  return { archive, restart: async () => archive, close: async () => {} };
}

describeArchive("in memory (the fake)", openFake);
describeArchive("in SQLite", (clock) => openSqliteBench(clock));

describe("the archive's intake", () => {
  it("reads what a log stream sends in its thread, keeps it, and refuses what is no log", async () => {
    const engine = sqliteArchive({ file: ":memory:" });
    const archive = await openArchive({ engine, clock: standingClock(), log });
    const lines = [record(1), record(2)].map((data) =>
      JSON.stringify({ log_id: data.log_id, data }),
    );
    const body = new TextEncoder().encode(lines.join("\n"));
    expect(await archive.take("prod", body, {})).toMatchObject({
      kind: "stored",
      added: { fresh: 2, known: 0 },
    });
    expect(await everything(archive, all)).toEqual([record(2).log_id, record(1).log_id]);
    const words = new TextEncoder().encode("not a log");
    expect(await archive.take("prod", words, {})).toMatchObject({ kind: "refused", status: 400 });
    await archive.close();
    await expect(archive.search("prod", all, { limit: 1 })).rejects.toThrow("has ended");
  });
});
