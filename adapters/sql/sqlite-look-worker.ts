import { parentPort, workerData } from "node:worker_threads";
import SqliteDatabase from "better-sqlite3";
import type { SqliteReply } from "./sqlite-worker.ts";

/** What came of it: SQLite's own word, "ok" where the file is sound. */
export type Looked = Pick<SqliteReply, "result" | "error">;

function look(file: string): Looked {
  try {
    const db = new SqliteDatabase(file, { readonly: true, fileMustExist: true });
    try {
      // Each page is read once: what is kept of them is of no use.
      db.pragma("cache_size = -512");
      return { result: db.pragma("quick_check(1)", { simple: true }) };
    } finally {
      db.close();
    }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof SqliteDatabase.SqliteError ? { code: error.code } : {};
    return { error: { message, ...code } };
  }
}

parentPort?.postMessage(look(workerData as string));
