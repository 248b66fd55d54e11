import { createHash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { SettingsError } from "../../src/core/errors.ts";
import { kinds } from "./sqlite-examine.ts";

/** What makes a folder a backup: it is written last. */
export const manifestName = "manifest.json";
export const manifestFormat = 1;
/** What was acknowledged and is in no database yet. */
export const takenName = "taken.jsonl";

/** A name and nothing else: what a manifest says leads nowhere outside its folder. */
const name = z.string().regex(/^(?!\.{1,2}$)[^/\\:\0]{1,200}$/);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const manifest = z.object({
  format: z.literal(manifestFormat),
  made: z.iso.datetime(),
  /** Like "Watchpost 0.1.0". */
  by: z.string().max(100),
  /** Whether a bot ran on it then. */
  running: z.boolean(),
  files: z
    .array(
      z.object({
        kind: z.enum(kinds),
        name,
        bytes: z.int().min(0),
        sha256,
        version: z.int().min(1),
        /** As it was then: each is copied at a moment of its own. */
        asOf: z.iso.datetime(),
      }),
    )
    .refine((files) => kinds.every((kind) => files.filter((one) => one.kind === kind).length === 1))
    .refine((files) => new Set(files.map((one) => one.name)).size === files.length),
  /** What the bot had acknowledged and not written into its store yet. Absent where there was nothing. */
  taken: z.object({ bytes: z.int().min(0), sha256 }).optional(),
});

export type Manifest = z.infer<typeof manifest>;
export type ManifestFile = Manifest["files"][number];

/** What the folder says of itself. @throws SettingsError where it is no whole backup that this build knows. */
export function readManifest(folder: string): Manifest {
  const written = parse(textOf(folder));
  const { format, by } = z
    .looseObject({ format: z.int(), by: z.string().optional() })
    .catch({ format: 0 })
    .parse(written);
  if (format > manifestFormat) {
    const maker = by ? ` (${by})` : "";
    throw unfit(`${folder} was made by a newer Watchpost${maker}. Restore it with that one.`);
  }
  const read = manifest.safeParse(written);
  if (read.success) return read.data;
  throw unfit(`${join(folder, manifestName)} cannot be read. Take another backup.`);
}

export const unfit = (problem: string): SettingsError => new SettingsError("The backup", [problem]);

function textOf(folder: string): string {
  try {
    return readFileSync(join(folder, manifestName), "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "ENOTDIR") {
      throw unfit(`${folder} cannot be read (${code}).`);
    }
    throw unfit(
      `${folder} has no ${manifestName}, so it is no backup, or one that was cut off. Name the folder that "watchpost backup" told of.`,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const chunkBytes = 1024 * 1024;

/** Reads a file from its beginning to its end. @returns its SHA-256, in hexadecimal, and its length. */
export function readThrough(
  file: string,
  onChunk: (chunk: Buffer) => void = () => {},
): { sha256: string; bytes: number } {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(chunkBytes);
  const descriptor = openSync(file, "r");
  let bytes = 0;
  try {
    for (;;) {
      const length = readSync(descriptor, buffer, 0, chunkBytes, null);
      if (length === 0) return { sha256: hash.digest("hex"), bytes };
      const chunk = buffer.subarray(0, length);
      hash.update(chunk);
      onChunk(chunk);
      bytes += length;
    }
  } finally {
    closeSync(descriptor);
  }
}
