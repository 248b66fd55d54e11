import type { Clock } from "../../src/core/clock.ts";
import { describeArchive } from "../contracts/archive.ts";
import type { ArchiveBench } from "../contracts/archive-bench.ts";
import { openSqliteBench } from "../contracts/sqlite-archive-bench.ts";
import { fakeArchive } from "../fakes/archive.ts";

async function openFake({ now }: Clock): Promise<ArchiveBench> {
  const archive = fakeArchive(now);
  return { archive, restart: async () => archive, close: async () => {} };
}

describeArchive("in memory (the fake)", openFake);
describeArchive("in SQLite", (clock) => openSqliteBench(clock));
