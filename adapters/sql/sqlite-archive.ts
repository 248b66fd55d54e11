import type { EngineAt } from "../../src/core/archive-engine.ts";
import { fileBeside } from "../../src/worker.ts";

export interface SqliteArchiveData {
  /** `:memory:` for one that is gone with its thread. */
  readonly file: string;
  /** Events that are packed together. */
  readonly perSegment?: number;
  /** How long it looks at a time, in milliseconds: nothing comes in meanwhile. */
  readonly sliceMs?: number;
}

/** The archive in one SQLite file, for all tenants. */
export const sqliteArchive = (data: SqliteArchiveData): EngineAt => ({
  module: fileBeside(import.meta.url, "sqlite-archive-engine"),
  data,
});
