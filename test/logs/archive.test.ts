import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sqliteArchive } from "../../adapters/sql/sqlite-archive.ts";
import type { Clock } from "../../src/core/clock.ts";
import { openArchive } from "../../src/logs/archive.ts";
import { describeArchive } from "../contracts/archive.ts";
import type { ArchiveBench } from "../contracts/archive-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";

const log = { info() {}, warn() {}, error() {} };

async function openFake({ now }: Clock): Promise<ArchiveBench> {
  const archive = fakeArchive(now);
  return { archive, restart: async () => archive, close: async () => {} };
}

/** Few events to a segment, so that most of these are packed. */
async function openSqlite(clock: Clock): Promise<ArchiveBench> {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-archive-"));
  const engine = sqliteArchive({ file: join(folder, "logs.db"), perSegment: 4 });
  const open = () => openArchive({ engine, clock, log });
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
      rmSync(folder, { recursive: true });
    },
  };
}

describeArchive("in memory (the fake)", openFake);
describeArchive("in SQLite, through its thread", openSqlite);
