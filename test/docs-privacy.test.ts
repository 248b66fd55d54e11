import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStore } from "../adapters/sql/sqlite.ts";
import { openEngine } from "../adapters/sql/sqlite-archive-engine.ts";
import { manualClock } from "./fakes/manual-clock.ts";

const page = readFileSync("docs/privacy.md", "utf8");
let folder = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "watchpost-privacy-"));
  const store = await openSqliteStore({ file: join(folder, "store"), clock: manualClock() });
  await store.close();
  const archive = await openEngine({ file: join(folder, "archive") });
  await archive.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Every table of a file, with its columns, as it was made. */
function tablesIn(file: string): Readonly<Record<string, readonly string[]>> {
  const db = new SqliteDatabase(join(folder, file), { readonly: true });
  const all = db
    .prepare("select name from pragma_table_list where schema = 'main' and type <> 'shadow'")
    .pluck()
    .all() as string[];
  const tables = all
    .filter((name) => !name.startsWith("sqlite_"))
    .map((name) => [name, columnsOf(db, name)] as const);
  db.close();
  return Object.fromEntries(tables.sort());
}

const columnsOf = (db: SqliteDatabase.Database, table: string): readonly string[] =>
  db.prepare("select name from pragma_table_info(?)").pluck().all(table) as string[];

/** The same as the page tells it. */
function toldOf(file: string): Readonly<Record<string, readonly string[]>> {
  const [, part = ""] =
    new RegExp(`<!-- privacy: ${file} -->(.*?)<!-- end privacy`, "s").exec(page) ?? [];
  const rows = part.split("\n").flatMap((line) => {
    const [, table = "", columns = "", names = "", why = "", long = ""] = line.split("|");
    const name = /`(\w+)`/.exec(table)?.[1];
    if (!name) return [];
    expect([names, why, long].every((cell) => cell.trim() !== "")).toBe(true);
    return [[name, [...columns.matchAll(/`(\w+)`/g)].map(([, one = ""]) => one)] as const];
  });
  return Object.fromEntries(rows.sort());
}

describe("the page on privacy", () => {
  it.each(["store", "archive"])("names every table and every column of the %s, and why", (file) => {
    const tables = tablesIn(file);
    expect(Object.keys(tables).length).toBeGreaterThan(8);
    const sorted = (all: typeof tables) =>
      Object.fromEntries(Object.entries(all).map(([name, each]) => [name, [...each].sort()]));
    expect(sorted(toldOf(file))).toEqual(sorted(tables));
  });
});
