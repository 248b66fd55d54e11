import type { Archive, LogBatch } from "../core/archive.ts";
import type { ArchiveEngine, EngineAt } from "../core/archive-engine.ts";
import { createHash, type Hash, hashedQuery } from "../core/log-hash.ts";
import { hashedRecord } from "../core/log-hash-record.ts";
import type { LogQuery } from "../core/log-query.ts";

/** By tenant, for those that keep keyed hashes in place of what names people. */
type Hashes = ReadonlyMap<string, Hash>;

export const hashesOf = (keys: EngineAt["keys"] = {}): Hashes =>
  new Map(Object.entries(keys).map(([tenant, key]) => [tenant, createHash(key)]));

/** An engine that is given nothing else to keep. */
export const keepsHashes = (engine: ArchiveEngine, hashes: Hashes): ArchiveEngine => ({
  ...engine,
  addAll: (batches) => engine.addAll(batches.map((batch) => hashedBatch(batch, hashes))),
});

/** The batch as it is kept. */
function hashedBatch<Batch extends LogBatch>(batch: Batch, hashes: Hashes): Batch {
  const hash = hashes.get(batch.tenant);
  if (!hash) return batch;
  const hide = (record: unknown) => (isObject(record) ? hashedRecord(record, hash) : record);
  return { ...batch, records: batch.records.map(hide) };
}

const isObject = (record: unknown): record is Readonly<Record<string, unknown>> =>
  typeof record === "object" && record !== null && !Array.isArray(record);

/** Asks an archive that keeps hashes as if it kept what they stand for. Whatever is added is hashed before it gets there. */
export function asksByHash<Asked extends Archive>(archive: Asked, hashes: Hashes): Asked {
  const queryFor = (tenant: string, query: LogQuery): LogQuery => {
    const hash = hashes.get(tenant);
    return hash ? hashedQuery(query, hash) : query;
  };
  return {
    ...archive,
    watch: (tenant, query, listener) => archive.watch(tenant, queryFor(tenant, query), listener),
    search: async (tenant, query, at) => archive.search(tenant, queryFor(tenant, query), at),
    forget(tenant, names) {
      const hash = hashes.get(tenant);
      // What came before the key was set is there as it was.
      return archive.forget(tenant, hash ? [...names, ...names.map(hash)] : names);
    },
  };
}
