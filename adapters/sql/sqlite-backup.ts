import { closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { SettingsError } from "../../src/core/errors.ts";
import { chooseAnother, explainSqlite } from "./sqlite-problems.ts";

/** A copy that was written and found sound. */
export interface Copied {
  readonly file: string;
  readonly bytes: number;
  /** What is in it, in words: "12,345 log events"; empty where nothing is to be said. */
  readonly holds: string;
}

export function sayCopied({ file, bytes, holds }: Copied): string {
  const size = `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${file} is written and sound: ${[size, holds].filter(Boolean).join(", ")}.`;
}

/**
 * Copies databases while somebody else writes to them: each as it is at one moment, whole and sound, readable by its owner
 * alone. What is written meanwhile is not held up. A folder that has copies already is refused.
 * @throws SettingsError
 */
export function copyDatabases(files: readonly string[], folder: string): readonly Copied[] {
  const copies = files.map((from) => ({ from, to: join(folder, basename(from)) }));
  for (const each of copies) refuseUnfit(each);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return copies.map(copy);
  } catch (error) {
    throw explain(error, folder);
  }
}

interface Way {
  readonly from: string;
  readonly to: string;
}

function refuseUnfit({ from, to }: Way): void {
  if (from === ":memory:") throw refuse("It is kept in memory alone; there is no file to copy.");
  if (!existsSync(from)) {
    throw refuse(`${from} is not there. Is --config the one that the bot runs with?`);
  }
  if (existsSync(to)) throw refuse(`${to} is there already; name another folder.`);
}

function explain(error: unknown, folder: string): unknown {
  const problem = explainSqlite(error, "--to");
  if (problem) return refuse(`${problem.detail} ${problem.fix}`);
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof SettingsError || code === undefined) return error;
  return refuse(`${folder} cannot be written to (${code}). ${chooseAnother("--to")}`);
}

const refuse = (problem: string): SettingsError => new SettingsError("The backup", [problem]);

function copy({ from, to }: Way): Copied {
  // Nobody takes it for a backup before it is one.
  const part = `${to}.part`;
  rmSync(part, { force: true });
  closeSync(openSync(part, "wx", 0o600));
  try {
    const source = new SqliteDatabase(from, { readonly: true, timeout: 5000 });
    try {
      source.prepare("vacuum into ?").run(part);
    } finally {
      source.close();
    }
    const holds = examine(part);
    renameSync(part, to);
    return { file: to, bytes: statSync(to).size, holds };
  } finally {
    rmSync(part, { force: true });
  }
}

/** @throws SettingsError unless the copy is sound, and has as many events as it says. */
function examine(file: string): string {
  const db = new SqliteDatabase(file, { readonly: true });
  try {
    const said = db.pragma("integrity_check(1)", { simple: true });
    if (said !== "ok")
      throw refuse(`The copy is damaged (${said}). Look at the disks, and try again.`);
    const tables = db.prepare("select name from sqlite_schema").pluck().all();
    return tables.includes("segments") ? countEvents(db) : "";
  } finally {
    db.close();
  }
}

function countEvents(db: SqliteDatabase.Database): string {
  const one = (sql: string) => db.prepare(sql).pluck().get() as number;
  const said = one("select coalesce(sum(events), 0) from tenants");
  const held = one(
    "select (select count(*) from recent) + (select coalesce(sum(events), 0) from segments)",
  );
  if (said === held) return `${held.toLocaleString("en")} log events`;
  throw refuse(`The copy has ${held} log events and says that it has ${said}.`);
}
