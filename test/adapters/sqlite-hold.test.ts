import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { holdStore } from "../../adapters/sql/sqlite-hold.ts";
import { manualClock } from "../fakes/manual-clock.ts";

it("leaves it to the store to say why nothing can be written beside it", async () => {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-hold-"));
  const store = join(folder, "watchpost.db");
  // Where a file is to be made.
  mkdirSync(`${store}-lock-journal`);
  const hold = await holdStore(store, { clock: manualClock(), waitMs: 0 });
  await hold.release();
  rmSync(folder, { recursive: true });
  expect(hold).toBeDefined();
});
