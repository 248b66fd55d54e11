import type { Worker } from "node:worker_threads";
import SqliteDatabase from "better-sqlite3";
import type { CompiledQuery, DatabaseConnection, QueryResult } from "kysely";
import { fileBeside, startWorker } from "../../src/worker.ts";
import type { SqliteReply, SqliteRequest, SqliteResult } from "./sqlite-worker.ts";

/** One open database file. Whatever it is asked is done in another thread. */
export interface SqliteConnection extends DatabaseConnection {
  /** All of these or none, in one transaction of their own. */
  executeTogether(queries: readonly CompiledQuery[]): Promise<void>;
  /** The pragma's first value. */
  pragma(words: string): Promise<unknown>;
  close(): Promise<void>;
}

/** A request without its address. */
type Asked<Request> = Request extends SqliteRequest ? Omit<Request, "call" | "database"> : never;

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * SQLite answers while its caller waits, and a commit waits for the disk: on a busy one a tenth of a second and more.
 * In the main thread every line that comes in would wait with it. So all databases of the process live in a thread
 * beside it. It is kept: starting one takes longer than most things that are done with it.
 */
let shared: Thread | undefined;
let databases = 0;

/** Rejects with SQLite's own error where it is no database. */
export async function openConnection(
  file: string,
  waits: { readonly busyMs: number; readonly tidyMs: number },
): Promise<SqliteConnection> {
  shared ??= startThread(() => {
    shared = undefined;
  });
  const { ask } = shared;
  databases += 1;
  const database = databases;
  const request = <Result>(asked: Asked<SqliteRequest>) => ask<Result>({ ...asked, database });
  await request({ kind: "open", file, ...waits });
  return {
    async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
      const { rows, changes, insertId } = await request<SqliteResult>({
        kind: "query",
        sql,
        parameters,
      });
      return {
        rows: rows as Row[],
        ...(changes === undefined ? {} : { numAffectedRows: BigInt(changes) }),
        ...(insertId === undefined ? {} : { insertId: BigInt(insertId) }),
      };
    },
    executeTogether: (queries) =>
      request({
        kind: "together",
        queries: queries.map(({ sql, parameters }) => ({ sql, parameters })),
      }),
    streamQuery() {
      throw new TypeError("rows are not streamed out of SQLite");
    },
    pragma: (words) => request({ kind: "pragma", words }),
    close: () => request({ kind: "close" }),
  };
}

interface Thread {
  ask<Result>(request: Asked<SqliteRequest> & { readonly database: number }): Promise<Result>;
}

function startThread(ended: () => void): Thread {
  const worker: Worker = startWorker(fileBeside(import.meta.url, "sqlite-worker"));
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let failure: Error | undefined;

  function settle({ call, result, error }: SqliteReply): void {
    const { resolve, reject } = waiting.get(call) ?? {};
    waiting.delete(call);
    // It must not keep the process alive by itself, nor be lost while somebody waits for it.
    if (waiting.size === 0) worker.unref();
    if (error) reject?.(errorOf(error));
    else resolve?.(result);
  }

  function fail(error: Error): void {
    failure ??= error;
    ended();
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  }

  worker.on("message", settle);
  worker.on("error", fail);
  worker.on("exit", () => fail(new Error("the thread of the database has ended")));
  worker.unref();
  return {
    ask: <Result>(request: Asked<SqliteRequest> & { readonly database: number }) =>
      new Promise<Result>((resolve, reject) => {
        if (failure) return reject(failure);
        calls += 1;
        waiting.set(calls, { resolve: resolve as Waiting["resolve"], reject });
        worker.ref();
        worker.postMessage({ ...request, call: calls });
      }),
  };
}

export function errorOf({ message, code }: NonNullable<SqliteReply["error"]>): Error {
  return code === undefined ? new Error(message) : new SqliteDatabase.SqliteError(message, code);
}
