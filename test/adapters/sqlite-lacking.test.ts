import { copyFileSync } from "node:fs";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { openEngine } from "../../adapters/sql/sqlite-archive-engine.ts";
import { examine, type Kind, kinds } from "../../adapters/sql/sqlite-examine.ts";
import { SettingsError } from "../../src/core/errors.ts";
import { manualClock } from "../fakes/manual-clock.ts";
import { filesIn, type Kept, newFolder, write } from "./sqlite-keeping-bench.ts";

let place: ReturnType<typeof newFolder>;
let files: Kept;
beforeAll(async () => {
  place = newFolder();
  files = filesIn(place.folder);
  await write(files, "then", 100);
});
afterAll(() => place.remove());

const tablesOf = (file: string): readonly string[] => {
  const db = new SqliteDatabase(file, { readonly: true });
  const names = db
    .prepare(
      "select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual')",
    )
    .pluck()
    .all() as string[];
  db.close();
  return names.filter((name) => !name.startsWith("sqlite_"));
};

/** A copy of it that somebody has been at. */
function changed(kind: Kind, sql: string): string {
  const file = join(place.folder, `${kind}-changed.db`);
  copyFileSync(files[kind], file);
  const db = new SqliteDatabase(file);
  db.pragma("foreign_keys = OFF");
  db.exec(sql);
  db.close();
  return file;
}

const open = {
  store: (file: string) => openSqliteStore({ file, clock: manualClock() }),
  archive: (file: string) => openEngine({ file }),
};

async function opening(kind: Kind, file: string): Promise<string> {
  try {
    await (await open[kind](file)).close();
    return "opened";
  } catch (error) {
    return error instanceof SettingsError ? error.message : `A fault: ${String(error)}`;
  }
}

function examined(kind: Kind, file: string): string {
  try {
    examine(file, kind);
    return "sound";
  } catch (error) {
    return String(error);
  }
}

/** By them it is known whose it is. */
const telling = ["migrations", "conversations"];

describe("a database that somebody has been at", () => {
  it.each(kinds)(
    "is refused where it lacks a table of the %s, which is named, at the start and by a restore",
    async (kind) => {
      expect([examined(kind, files[kind]), await opening(kind, files[kind])]).toEqual([
        "sound",
        "opened",
      ]);
      const tables = tablesOf(files[kind]).filter((name) => !telling.includes(name));
      expect(tables.length).toBeGreaterThan(7);
      for (const table of tables) {
        const file = changed(kind, `drop table ${table}`);
        expect(examined(kind, file)).toContain(`It lacks the table`);
        expect(examined(kind, file)).toMatch(new RegExp(`[ ,]${table}[,.]`));
        expect(await opening(kind, file)).toMatch(
          new RegExp(
            `lacks the tables? .*\\b${table}\\b.*\\. Stop the bot and put the last backup`,
          ),
        );
      }
    },
  );

  it("is refused with words where a table of it is another one", async () => {
    const fewer = "alter table segments rename column odd to even";
    expect(await opening("archive", changed("archive", fewer))).toContain(
      "It is not as Watchpost makes it (table segments has no column named odd). Stop the bot and put the last backup",
    );
    const counted = changed("archive", "alter table tenants rename column events to happened");
    expect(examined("archive", counted)).toContain("no such column: events");
    const none = changed("store", "delete from migrations");
    expect(await opening("store", none)).toContain("It is not as Watchpost makes it (table");
    expect(examined("store", none)).toContain("It says nothing of its version.");
  });
});
