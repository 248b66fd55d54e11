import { writeSync } from "node:fs";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import { createKeeper } from "../../src/logs/keeper.ts";
import { record } from "../contracts/archive-bench.ts";

/** A process to be killed: keeps three events at a time, and says on its standard output how many were kept. */
const [file = ""] = process.argv.slice(2);
const keeper = createKeeper(await openEngine({ file, perSegment: 8 }), () => {});

for (let kept = 3; ; kept += 3) {
  const records = [record(kept - 3), record(kept - 2), record(kept - 1)];
  const proof = { checkpoint: String(kept), until: new Date(kept) };
  const batch = { tenant: "prod", way: "reader", records, proof, now: new Date() } as const;
  await keeper.add(batch);
  writeSync(1, `kept ${kept}\n`);
}
