import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { manualClock } from "../fakes/manual-clock.ts";

it("leaves nothing of a line in the store's files once it was answered and the bot has stopped", async () => {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-removed-"));
  const store = await openSqliteStore({ file: join(folder, "store.db"), clock: manualClock() });
  const records = store.records("slack");
  const line = "forget mira.quillon@example.com";
  for (let n = 0; n < 50; n += 1) await records.set(`line/${n}`, { line, n });
  await records.set("other", { line: "status" });
  for (let n = 0; n < 50; n += 1) await records.remove(`line/${n}`);
  await store.close();
  const bytes = readdirSync(folder).map((name) => readFileSync(join(folder, name), "latin1"));
  expect(bytes.join("")).toContain("status");
  expect(bytes.join("")).not.toContain("quillon");
  rmSync(folder, { recursive: true });
});

it("leaves nothing of it while the bot goes on either, however little is written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-removed-"));
  const file = join(folder, "store.db");
  const store = await openSqliteStore({ file, clock: manualClock(), tidyMs: 20 });
  const records = store.records("slack");
  await records.set("line/1", { line: "forget mira.quillon@example.com" });
  await records.set("other", { line: "status" });
  await records.remove("line/1");
  const bytes = () =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), "latin1"))
      .join("");
  await expect.poll(bytes).not.toContain("quillon");
  expect(bytes()).toContain("status");
  await store.close();
  rmSync(folder, { recursive: true });
});
