import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sqliteArchive } from "../../adapters/sql/sqlite-archive.ts";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import type { Archive, Arrival, Matches } from "../../src/core/archive.ts";
import type { ArchiveEngine } from "../../src/core/archive-engine.ts";
import type { Clock } from "../../src/core/clock.ts";
import { openArchive } from "../../src/logs/archive.ts";
import { createWatchers } from "../../src/logs/archive-watchers.ts";
import { createKeeper } from "../../src/logs/keeper.ts";
import { describeArchive } from "../contracts/archive.ts";
import { type ArchiveBench, all, everything, record } from "../contracts/archive-bench.ts";
import { standingClock } from "../contracts/store-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";

const log = { info() {}, warn() {}, error() {} };

function kept(engine: ArchiveEngine, { now }: Clock): Archive {
  const listeners = new Map<number, (arrival: Arrival) => void>();
  const watchers = createWatchers((watch, arrival) => listeners.get(watch)?.(arrival));
  const keeper = createKeeper(engine, watchers.tell);
  return {
    ...engine,
    add: (batch) => keeper.add({ ...batch, now: now() }),
    watch(tenant, query, listener) {
      const watch = listeners.size;
      listeners.set(watch, listener);
      watchers.add(watch, tenant, query);
      return () => watchers.remove(watch);
    },
    search: (...given) => keeper.ask("search", given) as Promise<Matches>,
    close: keeper.close,
  };
}

async function openFake({ now }: Clock): Promise<ArchiveBench> {
  const archive = fakeArchive(now);
  return { archive, restart: async () => archive, close: async () => {} };
}

/** Few events to a segment, so that most of these are packed. */
const perSegment = 4;

function inFolder() {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-archive-"));
  return { file: join(folder, "logs.db"), remove: () => rmSync(folder, { recursive: true }) };
}

/** What lives in the thread, without the thread: starting one takes longer than all that is tried here. */
async function openSqlite(clock: Clock): Promise<ArchiveBench> {
  const { file, remove } = inFolder();
  const open = async () => kept(await openEngine({ file, perSegment }), clock);
  let archive = await open();
  return {
    archive,
    async restart() {
      await archive.close();
      archive = await open();
      return archive;
    },
    async close() {
      await archive.close();
      remove();
    },
  };
}

describeArchive("in memory (the fake)", openFake);
describeArchive("in SQLite", openSqlite);

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
