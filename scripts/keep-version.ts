import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore } from "../adapters/sql/sqlite.ts";
import { openEngine } from "../adapters/sql/sqlite-archive-engine.ts";
import { type Kind, kinds, newestOf } from "../adapters/sql/sqlite-examine.ts";
import { systemClock as clock } from "../src/clock.ts";
import { makeFrom, sqlOf } from "../test/fakes/sql-text.ts";
import { fullPath } from "./sync-parts.ts";

// npm run keep-version: keeps a small database of the tables' version that this build makes, for test/upgrades.test.ts, made
// of the one of the version before. What is new in it is empty: add rows by hand.

const pathOf = (kind: Kind, version: number) =>
  fullPath(`test/fixtures/versions/${kind}-${version}.sql`);

/** Opening it brings it up to date. */
const openers: Readonly<
  Record<Kind, (file: string) => Promise<{ close(): Promise<void> | void }>>
> = {
  store: (file) => openSqliteStore({ file, clock }),
  archive: (file) => openEngine({ file }),
};

const folder = mkdtempSync(join(tmpdir(), "watchpost-version-"));
for (const kind of kinds) {
  const path = pathOf(kind, newestOf[kind]);
  if (existsSync(path)) continue;
  const file = join(folder, `${kind}.db`);
  const before = pathOf(kind, newestOf[kind] - 1);
  if (existsSync(before)) makeFrom(readFileSync(before, "utf8"), file);
  await (await openers[kind](file)).close();
  writeFileSync(path, sqlOf(file));
  process.stdout.write(`${path} written\n`);
}
rmSync(folder, { recursive: true });
