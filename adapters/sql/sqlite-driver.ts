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

/** How often, and after how many milliseconds each time, a write tries again while another process writes. */
const tries = 500;
const betweenTriesMs = 10;

/** Kysely's dialect for a connection that is open already. `isBusy`: another process holds the file. */
export function dialectOf(
  connection: DatabaseConnection,
  isBusy: (error: unknown) => boolean,
): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(connection, isBusy),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function createDriver(connection: DatabaseConnection, isBusy: (error: unknown) => boolean): Driver {
  const turns = createTurns();
  let inTransaction = false;

  /** Waits here for another process, not in SQLite, where it would hold up the other databases of this one. */
  async function patiently<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    for (let left = tries; ; left -= 1) {
      try {
        return await connection.executeQuery<Row>(query);
      } catch (error) {
        if (left === 0 || inTransaction || !isBusy(error)) throw error;
        await setTimeout(betweenTriesMs);
      }
    }
  }

  const run = (words: string) => connection.executeQuery(CompiledQuery.raw(words));

  const patient: DatabaseConnection = { ...connection, executeQuery: patiently };
  return {
    init: async () => {},
    async acquireConnection() {
      await turns.take();
      return patient;
    },
    /**
     * Kysely begins lazily: a transaction that reads first and writes later fails at once where another process
     * wrote in between, however long it may wait. Taking the write lock at the beginning makes it wait instead.
     */
    async beginTransaction() {
      await patiently(CompiledQuery.raw("begin immediate"));
      inTransaction = true;
    },
    async commitTransaction() {
      await run("commit");
      inTransaction = false;
    },
    async rollbackTransaction() {
      // Whatever becomes of it, there is none afterwards; a commit that failed left one.
      inTransaction = false;
      await run("rollback");
    },
    releaseConnection: async () => turns.pass(),
    destroy: async () => {},
  };
}

/** There is one connection: whoever wants it waits for those who came before. */
function createTurns() {
  const waiting: (() => void)[] = [];
  let taken = false;
  return {
    async take(): Promise<void> {
      if (taken) await new Promise<void>((next) => waiting.push(next));
      taken = true;
    },
    pass(): void {
      const next = waiting.shift();
      if (next) next();
      else taken = false;
    },
  };
}
