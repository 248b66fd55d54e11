import { parse } from "node:path";

/** Where tenants' logs are kept: beside the store, where nothing else is said; in memory where the store is. */
export function archiveFile(at: { sqlite: string; archive?: string | undefined }): string {
  const { sqlite, archive } = at;
  if (archive !== undefined) return archive;
  if (sqlite === ":memory:") return sqlite;
  const { dir, name, ext } = parse(sqlite);
  return dir === "" ? `${name}-logs${ext}` : `${dir}/${name}-logs${ext}`;
}
