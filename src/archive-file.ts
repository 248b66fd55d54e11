import { createSecretKey, type KeyObject } from "node:crypto";
import { parse } from "node:path";
import type { Settings } from "./settings.ts";

/** Where tenants' logs are kept: beside the store, where nothing else is said; in memory where the store is. */
export function archiveFile(at: { sqlite: string; archive?: string | undefined }): string {
  const { sqlite, archive } = at;
  if (archive !== undefined) return archive;
  if (sqlite === ":memory:") return sqlite;
  const { dir, name, ext } = parse(sqlite);
  return dir === "" ? `${name}-logs${ext}` : `${dir}/${name}-logs${ext}`;
}

/** With which keys which tenants' people are hashed. */
export const archiveKeys = (tenants: Settings["tenants"]): Readonly<Record<string, KeyObject>> =>
  Object.fromEntries(
    tenants.flatMap(({ name, logs: { hashed } }) =>
      hashed ? [[name, createSecretKey(hashed.reveal(), "utf8")]] : [],
    ),
  );
