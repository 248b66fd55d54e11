import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SqliteArchiveData } from "../../adapters/sql/sqlite-archive.ts";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import type { Archive, Arrival } from "../../src/core/archive.ts";
import type { ArchiveEngine } from "../../src/core/archive-engine.ts";
import type { Clock } from "../../src/core/clock.ts";
import { createWatchers } from "../../src/logs/archive-watchers.ts";
import { createKeeper } from "../../src/logs/keeper.ts";
import { type ArchiveBench, wholeAnswers } from "./archive-bench.ts";

/** A new folder for an archive. */
function newArchiveFolder() {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-archive-"));
  return { file: join(folder, "logs.db"), remove: () => rmSync(folder, { recursive: true }) };
}

/** What lives in the thread, without the thread: starting one takes longer than all that is tried here. */
export async function openSqliteBench(
  clock: Clock,
  // Few events to a segment, so that most of them are packed.
  data: Omit<SqliteArchiveData, "file"> = { perSegment: 4 },
): Promise<ArchiveBench> {
  const { file, remove } = newArchiveFolder();
  const open = async () => keptBy(await openEngine({ file, ...wholeAnswers, ...data }), clock);
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

function keptBy(engine: ArchiveEngine, { now }: Clock): Archive {
  const listeners = new Map<number, (arrival: Arrival) => void>();
  const watchers = createWatchers((watch, arrival) => listeners.get(watch)?.(arrival));
  const keeper = createKeeper(engine, watchers.tell);
  return {
    ...engine,
    add: (batch) => keeper.add({ ...batch, now: now() }),
    forget: (tenant, names) => engine.forget(tenant, names, now()),
    watch(tenant, query, listener) {
      const watch = listeners.size;
      listeners.set(watch, listener);
      watchers.add(watch, tenant, query);
      return () => watchers.remove(watch);
    },
    close: keeper.close,
  };
}
