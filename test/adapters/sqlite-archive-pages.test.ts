import { expect, it } from "vitest";
import { all, everything, record, streamed } from "../contracts/archive-bench.ts";
import { openSqliteBench } from "../contracts/sqlite-archive-bench.ts";
import { standingClock } from "../contracts/store-bench.ts";

it("says that there is more where far more is found at once than a page holds", async () => {
  // None of them is packed: all are looked at together.
  const bench = await openSqliteBench(standingClock(), { perSegment: 1000 });
  try {
    const records = Array.from({ length: 1200 }, (_, index) => record(index));
    await bench.archive.add(streamed(records));
    const page = await bench.archive.search("prod", all, { limit: 10 });
    expect(page.next).toEqual({ at: page.events.at(-1)?.at, id: page.events.at(-1)?.id });
    expect(await everything(bench.archive, all, 100)).toHaveLength(1200);
  } finally {
    await bench.close();
  }
});
