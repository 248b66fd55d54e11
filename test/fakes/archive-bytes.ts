import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import SqliteDatabase from "better-sqlite3";

/** Everything that can be read from an archive's files by whoever has them: as it is, and unpacked. */
export function everythingIn(folder: string, file: string): Buffer {
  // First as they lie there: opening them may tidy them.
  const raw = readdirSync(folder).map((name) => readFileSync(join(folder, name)));
  const db = new SqliteDatabase(join(folder, file), { readonly: true });
  try {
    const packed = db.prepare("select records from segments").pluck().all() as Buffer[];
    return Buffer.concat([...raw, ...packed.map((one) => brotliDecompressSync(one))]);
  } finally {
    db.close();
  }
}

/** In which forms a name can stand there. */
function formsOf(name: string): readonly string[] {
  const base64 = Buffer.from(name).toString("base64").replace(/=+$/u, "");
  return [...new Set([name, name.toLowerCase(), encodeURIComponent(name), base64])];
}

/** Which of the names can be read there, in whichever form. */
export function legible(bytes: Buffer, names: readonly string[]): readonly string[] {
  const text = bytes.toString("latin1").toLowerCase();
  return names.filter((name) =>
    formsOf(name).some((form) => text.includes(Buffer.from(form).toString("latin1").toLowerCase())),
  );
}
