import { setTimeout } from "node:timers/promises";
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import type { SqliteConnection } from "./sqlite-thread.ts";

/** How often, and after how many milliseconds each time, a write tries again while another process writes. */
const tries = 500;
const betweenTriesMs = 10;

interface Connections {
  readonly connection: DatabaseConnection & Pick<SqliteConnection, "executeTogether">;
  /** Beside it, for what only reads: it sees what is committed. Undefined as long as there is none. */
  reader?(): DatabaseConnection | undefined;
  /** Another process holds the file. */
  isBusy(error: unknown): boolean;
}

/** Kysely's dialect for connections that are open already, and what goes past it. */
export function dialectOf(connections: Connections): {
  readonly dialect: Dialect;
  /** All of these or none: there and back once, where a transaction takes a way for each. */
  together(queries: readonly CompiledQuery[]): Promise<void>;
} {
  const { connection, isBusy } = connections;
  const gate = createGate();
  return {
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => createDriver(connections, gate),
      createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    async together(queries) {
      await gate.enter();
      try {
        await patiently(() => connection.executeTogether(queries), isBusy);
      } finally {
        gate.leave();
      }
    },
  };
}

function createDriver({ connection, reader, isBusy }: Connections, gate: Gate): Driver {
  const inTransaction = new WeakSet<DatabaseConnection>();
  const inUse = new Set<DatabaseConnection>();
  let whenUnused = () => {};

  const ask = <Row>(query: CompiledQuery, at: DatabaseConnection = connection) =>
    patiently(() => at.executeQuery<Row>(query), isBusy);

  async function besideOthers<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    await gate.enter();
    try {
      return await ask<Row>(query);
    } finally {
      gate.leave();
    }
  }

  /** What only reads waits for no transaction: each of those takes several ways there and back. */
  async function byItself<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const beside = query.query.kind === "SelectQueryNode" ? reader?.() : undefined;
    return beside ? ask<Row>(query, beside) : besideOthers<Row>(query);
  }

  const run = (words: string) => connection.executeQuery(CompiledQuery.raw(words));

  return {
    init: async () => {},
    async acquireConnection() {
      const own: DatabaseConnection = {
        ...connection,
        executeQuery: (query) =>
          inTransaction.has(own) ? connection.executeQuery(query) : byItself(query),
      };
      inUse.add(own);
      return own;
    },
    /**
     * Kysely begins lazily: a transaction that reads first and writes later fails at once where another process
     * wrote in between, however long it may wait. Taking the write lock at the beginning makes it wait instead.
     */
    async beginTransaction(own) {
      await gate.enterAlone();
      try {
        await ask(CompiledQuery.raw("begin immediate"));
        inTransaction.add(own);
      } catch (error) {
        gate.leave();
        throw error;
      }
    },
    async commitTransaction(own) {
      await run("commit");
      inTransaction.delete(own);
      gate.leave();
    },
    async rollbackTransaction(own) {
      try {
        await run("rollback");
      } catch (error) {
        // SQLite undoes some by itself, as on a full disk: what it met then is the error that counts.
        if (!isUndone(error)) throw error;
      } finally {
        // Whatever becomes of it, there is none afterwards; a commit that failed left one.
        inTransaction.delete(own);
        gate.leave();
      }
    },
    async releaseConnection(own) {
      inUse.delete(own);
      if (inUse.size === 0) whenUnused();
    },
    async destroy() {
      if (inUse.size > 0) await new Promise<void>((unused) => (whenUnused = unused));
    },
  };
}

const isUndone = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("no transaction is active");

/** Waits here for another process, not in SQLite, where it would hold up the other databases of this one. */
async function patiently<Result>(
  ask: () => Promise<Result>,
  isBusy: Connections["isBusy"],
): Promise<Result> {
  for (let left = tries; ; left -= 1) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0 || !isBusy(error)) throw error;
      await setTimeout(betweenTriesMs);
    }
  }
}

type Gate = ReturnType<typeof createGate>;

/**
 * One connection writes. Queries go to it side by side, so that none waits for another's way there and back; a transaction has
 * it alone. Whoever must wait does so in the order in which they came.
 */
function createGate() {
  const waiting: { readonly alone: boolean; readonly enter: () => void }[] = [];
  let [inside, alone] = [0, false];

  const admits = (wanted: { readonly alone: boolean }): boolean =>
    !alone && !(wanted.alone && inside > 0);

  function admit(wanted: { readonly alone: boolean }): void {
    inside += 1;
    alone = wanted.alone;
  }

  async function enter(wanted: { readonly alone: boolean }): Promise<void> {
    if (waiting.length === 0 && admits(wanted)) admit(wanted);
    else await new Promise<void>((entered) => waiting.push({ ...wanted, enter: entered }));
  }

  return {
    enter: () => enter({ alone: false }),
    enterAlone: () => enter({ alone: true }),
    leave(): void {
      inside -= 1;
      alone = false;
      for (let next = waiting[0]; next && admits(next); next = waiting[0]) {
        waiting.shift();
        admit(next);
        next.enter();
      }
    },
  };
}
