import type { SqliteArchiveData } from "../../adapters/sql/sqlite-archive.ts";
import { openEngine as openSqlite } from "../../adapters/sql/sqlite-archive-engine.ts";
import type { OpenEngine } from "../../src/core/archive-engine.ts";

/** The SQLite engine, in a thread that ends when the tenant "deadly" is asked about. */
export const openEngine: OpenEngine<SqliteArchiveData> = async (data) => {
  const engine = await openSqlite(data);
  return {
    ...engine,
    async search(tenant, query, at) {
      if (tenant === "deadly") process.exit(1);
      return engine.search(tenant, query, at);
    },
  };
};
