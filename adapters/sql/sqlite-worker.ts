import { parentPort, receiveMessageOnPort } from "node:worker_threads";
import SqliteDatabase from "better-sqlite3";

/** What is asked of one of the open databases. Each request is answered once, in order. */
export type SqliteRequest = { readonly call: number; readonly database: number } & (
  | {
      readonly kind: "open";
      readonly file: string;
      readonly busyMs: number;
      readonly tidyMs: number;
    }
  | ({ readonly kind: "query" } & SqliteQuery)
  /** All of them or none. */
  | { readonly kind: "together"; readonly queries: readonly SqliteQuery[] }
  | { readonly kind: "pragma"; readonly words: string }
  | { readonly kind: "close" }
);

interface SqliteQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

export interface SqliteReply {
  readonly call: number;
  readonly result?: unknown;
  /** `code`: SQLite's own word for it, where it is an error of SQLite. */
  readonly error?: { readonly message: string; readonly code?: string };
}

/** What a query brought: rows, or what it changed. */
export interface SqliteResult {
  readonly rows: unknown[];
  readonly changes?: number;
  readonly insertId?: number | bigint;
}

interface Open {
  readonly database: SqliteDatabase.Database;
  /** Compiling a statement takes longer than running most of them. */
  readonly statements: Map<string, SqliteDatabase.Statement>;
  readonly tidying: NodeJS.Timeout;
}

/** More than the bot has; statements with lists of ids come in many lengths. */
const mostStatements = 500;
const opened = new Map<number, Open>();

/**
 * Pages that a connection keeps. SQLite's build keeps 16 MB of each file it ever read so much of, in addition to what the
 * operating system keeps of it anyhow: a bot would grow with its store, and be no faster.
 */
const keptKilobytes = 4096;

function open({ file, busyMs, tidyMs }: Extract<SqliteRequest, { kind: "open" }>): Open {
  let database: SqliteDatabase.Database | undefined;
  try {
    database = new SqliteDatabase(file, { timeout: busyMs });
    database.pragma("foreign_keys = ON");
    // What is removed, like a line that was answered, is overwritten: it may be about somebody.
    database.pragma("secure_delete = ON");
    // WAL with NORMAL already survives kill -9: what was committed is with the operating system. FULL also survives the
    // loss of power, for one fsync per commit; here it holds up nobody, and a post told twice costs trust.
    database.pragma("synchronous = FULL");
    // The first look at the file itself: finds out whether it is a database at all.
    database.pragma("schema_version");
    database.pragma(`cache_size = -${keptKilobytes}`);
    const tidying = setInterval(createTidying(database), tidyMs).unref();
    return { database, statements: new Map(), tidying };
  } catch (error) {
    database?.close();
    throw error;
  }
}

/**
 * Moves what was written into the file itself: in the log beside it, what was removed would stay readable for as long as little
 * is written.
 */
function createTidying(database: SqliteDatabase.Database): () => void {
  const changes = database.prepare("select total_changes()").pluck();
  let tidied = 0;
  return () => {
    if (database.inTransaction) return;
    const now = changes.get() as number;
    if (now === tidied) return;
    if (emptied(database)) tidied = now;
  };
}

/** False where it could not be now, as where another process has the file: then the next time. */
function emptied(database: SqliteDatabase.Database): boolean {
  try {
    const [done] = database.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
    return done?.busy === 0;
  } catch {
    return false;
  }
}

function statementFor({ database, statements }: Open, sql: string): SqliteDatabase.Statement {
  const known = statements.get(sql);
  if (known) return known;
  if (statements.size >= mostStatements) statements.clear();
  const statement = database.prepare(sql);
  statements.set(sql, statement);
  return statement;
}

function query(at: Open, { sql, parameters }: SqliteQuery): SqliteResult {
  const statement = statementFor(at, sql);
  if (statement.reader) return { rows: statement.all(parameters) };
  const { changes, lastInsertRowid } = statement.run(parameters);
  return { rows: [], changes, insertId: lastInsertRowid };
}

function together(at: Open, queries: readonly SqliteQuery[]): void {
  at.database
    .transaction(() => {
      for (const one of queries) query(at, one);
    })
    .immediate();
}

function carryOut(request: SqliteRequest): unknown {
  if (request.kind === "open") {
    opened.set(request.database, open(request));
    return undefined;
  }
  const at = opened.get(request.database);
  if (!at) throw new Error("the database is not open");
  if (request.kind === "query") return query(at, request);
  if (request.kind === "together") return together(at, request.queries);
  if (request.kind === "pragma") return at.database.pragma(request.words, { simple: true });
  clearInterval(at.tidying);
  at.database.close();
  opened.delete(request.database);
  return undefined;
}

function answer(request: SqliteRequest): SqliteReply {
  const { call } = request;
  try {
    return { call, result: carryOut(request) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof SqliteDatabase.SqliteError ? { code: error.code } : {};
    return { call, error: { message, ...code } };
  }
}

type Query = Extract<SqliteRequest, { kind: "query" }>;

/** What may as well be part of a transaction as stand by itself, and of that what changes nothing. */
const plain = /^\s*(?:select|insert|update|delete)\b/iu;
const reading = /^\s*select\b/iu;

const isPlain = (request: SqliteRequest): request is Query =>
  request.kind === "query" && plain.test(request.sql);

/** Queries of one database that follow each other, and other requests, each by itself. */
function runsOf(requests: readonly SqliteRequest[]): readonly (readonly SqliteRequest[])[] {
  const runs: SqliteRequest[][] = [];
  for (const request of requests) {
    const [last] = runs.at(-1) ?? [];
    const follows = last?.database === request.database && isPlain(last) && isPlain(request);
    if (follows) runs.at(-1)?.push(request);
    else runs.push([request]);
  }
  return runs;
}

/** In one transaction where several of them write: each commit waits for the disk. */
function answerRun(requests: readonly SqliteRequest[]): readonly SqliteReply[] {
  const writes = requests.filter((request) => isPlain(request) && !reading.test(request.sql));
  const { database } = opened.get(requests[0]?.database ?? 0) ?? {};
  const together = writes.length > 1 && database?.inTransaction === false;
  return (together && inOneTransaction(database, requests)) || requests.map(answer);
}

/** Undefined where nothing came of it, since another process writes or the disk is full. */
function inOneTransaction(
  database: SqliteDatabase.Database,
  requests: readonly SqliteRequest[],
): readonly SqliteReply[] | undefined {
  try {
    database.exec("begin immediate");
    const replies: SqliteReply[] = [];
    for (const request of requests) {
      replies.push(answer(request));
      // Some failures undo it all; others only the one that failed.
      if (!database.inTransaction) return undefined;
    }
    database.exec("commit");
    return replies;
  } catch {
    if (database.inTransaction) database.exec("rollback");
    return undefined;
  }
}

/** More at once would let those wait who asked first. */
const mostAtOnce = 100;

parentPort?.on("message", (first: SqliteRequest) => {
  const requests = [first];
  while (parentPort && requests.length < mostAtOnce) {
    const next: { message: SqliteRequest } | undefined = receiveMessageOnPort(parentPort);
    if (!next) break;
    requests.push(next.message);
  }
  for (const run of runsOf(requests)) {
    for (const reply of answerRun(run)) parentPort?.postMessage(reply);
  }
});
