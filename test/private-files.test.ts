import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../adapters/sql/sqlite.ts";
import { openEngine } from "../adapters/sql/sqlite-archive-engine.ts";
import { probeFiles } from "../src/private-files.ts";
import { standingClock } from "./contracts/store-bench.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-files-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe.skipIf(process.platform === "win32")("what the bot keeps", () => {
  it("is created for nobody else to read, and doctor says so where it is not", async () => {
    const data = join(folder, "data");
    const sqlite = join(data, "watchpost.db");
    const store = await openSqliteStore({ file: sqlite, clock: standingClock() });
    const archive = await openEngine({ file: join(data, "watchpost-logs.db") });
    await store.records("own").set("key", "value");
    const names = readdirSync(data);
    expect(names).toContain("watchpost.db-wal");
    expect(names.filter((name) => statSync(join(data, name)).mode & 0o077)).toEqual([]);
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(probeFiles({ sqlite })).toEqual([]);

    chmodSync(sqlite, 0o644);
    chmodSync(join(data, "watchpost-logs.db-wal"), 0o640);
    // Nobody may enter the folder yet.
    expect(probeFiles({ sqlite })).toEqual([]);
    chmodSync(data, 0o755);
    expect(probeFiles({ sqlite })).toEqual([
      {
        subject: "Files",
        ok: false,
        mild: true,
        detail: `Other users of this machine can read ${sqlite} and ${data}/watchpost-logs.db-wal.`,
        fix: `chmod 600 ${sqlite} ${data}/watchpost-logs.db-wal`,
      },
    ]);
    await store.close();
    await archive.close();
  });
});
