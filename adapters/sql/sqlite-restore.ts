import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { SettingsError } from "../../src/core/errors.ts";
import { examine, type Kind, kinds, newestOf, UnfitError } from "./sqlite-examine.ts";
import {
  type Manifest,
  type ManifestFile,
  readManifest,
  readThrough,
  takenName,
  unfit,
} from "./sqlite-manifest.ts";
import { chooseAnother, explainSqlite } from "./sqlite-problems.ts";
import { begin, finish, unfinishedOf } from "./sqlite-unfinished.ts";

export interface RestoreOptions {
  readonly from: string;
  /** Where each part of it belongs. */
  readonly to: Readonly<Record<Kind, string>>;
  /** Whether what is there gives way to it; it is kept beside it under another name. */
  readonly replace: boolean;
  /** Puts beside the store what the backup's bot had acknowledged and not written into it yet. May be called again. */
  readonly putTaken?: (words: string) => void;
  readonly now: Date;
}

export interface Restored {
  readonly manifest: Manifest;
  readonly files: readonly {
    readonly file: string;
    readonly bytes: number;
    readonly holds: string;
  }[];
  /** What was there before, under its new names. */
  readonly kept: readonly string[];
}

/**
 * Checks a backup and puts it where the bot keeps its memory. All of it is copied and checked before anything that is there is
 * touched; from then on a kill leaves a mark that keeps the bot from starting, until this was run again.
 * To be called by whoever holds the store.
 * @throws SettingsError
 */
export function restoreDatabases(options: RestoreOptions): Restored {
  const { from, to, now, putTaken = () => {} } = options;
  const manifest = readManifest(from);
  const parts = manifest.files.map((part) => ({ part, file: to[part.kind] }));
  for (const { part } of parts) refuseUnknown(part, manifest);
  const cutOff = unfinishedOf(to.store);
  if (!(options.replace || cutOff)) refuseReplacing(to);
  try {
    const taken = takenIn(from, manifest);
    const files = parts.map(({ part, file }) =>
      stage(join(from, part.name), part, { file, manifest }),
    );
    const aside =
      cutOff?.aside ?? `.before-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
    begin(to.store, { from: resolve(from), aside });
    const kept = kinds.flatMap((kind) => swap(to[kind], aside));
    if (taken !== undefined) putTaken(taken);
    finish(to.store);
    return { manifest, files, kept };
  } catch (error) {
    throw explain(error);
  } finally {
    for (const { file } of parts) discard(stagedOf(file));
  }
}

/** Where it cannot be looked for, it is not either. */
function discard(file: string): void {
  if (existsSync(file)) rmSync(file);
}

function explain(error: unknown): unknown {
  const problem = explainSqlite(error, "the settings' store");
  if (problem) return unfit(`${problem.detail} ${problem.fix}`);
  const { code, path } = error as NodeJS.ErrnoException;
  if (error instanceof SettingsError || code === undefined) return error;
  return unfit(`${path ?? "A file"} cannot be written to (${code}). ${chooseAnother("store")}`);
}

function refuseUnknown({ kind, name, version }: ManifestFile, { by }: Manifest): void {
  if (version <= newestOf[kind]) return;
  throw unfit(
    `${name} is of version ${version}, and this build of Watchpost knows version ${newestOf[kind]} at most. Restore it with the Watchpost that made it (${by}), or a newer one.`,
  );
}

/** SQLite's own files beside a database belong to that one alone: beside another one they would damage it. */
const beside = ["", "-wal", "-shm", "-journal"] as const;

function refuseReplacing(to: RestoreOptions["to"]): void {
  const there = kinds
    .flatMap((kind) => beside.map((suffix) => `${to[kind]}${suffix}`))
    .filter((file) => existsSync(file));
  if (there.length === 0) return;
  throw unfit(
    `${there.join(", ")} ${there.length === 1 ? "is" : "are"} there. Add --replace to put the backup in their place; what is there is kept beside it under another name.`,
  );
}

/** Checked as the databases are. */
function takenIn(from: string, { taken }: Manifest): string | undefined {
  if (!taken) return undefined;
  const file = join(from, takenName);
  refuseMissing(file);
  const chunks: Buffer[] = [];
  const read = readThrough(file, (chunk) => chunks.push(Buffer.from(chunk)));
  refuseChanged(file, read, taken);
  return Buffer.concat(chunks).toString();
}

const stagedOf = (file: string): string => `${file}.restoring`;

/** The copy that is put in place is the one that was checked. */
function stage(
  original: string,
  part: ManifestFile,
  { file, manifest }: { file: string; manifest: Manifest },
): Restored["files"][number] {
  refuseMissing(original);
  mkdirSync(dirname(resolve(file)), { recursive: true, mode: 0o700 });
  const staged = stagedOf(file);
  rmSync(staged, { force: true });
  const descriptor = openSync(staged, "wx", 0o600);
  try {
    const read = readThrough(original, (chunk) => writeWhole(descriptor, chunk));
    refuseChanged(original, read, part);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  const { holds, version } = soundly(() => examine(staged, part.kind), original);
  refuseUnknown({ ...part, version }, manifest);
  giveToOwner(staged, file);
  return { file, bytes: part.bytes, holds };
}

function writeWhole(descriptor: number, chunk: Buffer): void {
  for (let at = 0; at < chunk.length; ) at += writeSync(descriptor, chunk, at);
}

function refuseMissing(original: string): void {
  if (statSync(original, { throwIfNoEntry: false })?.isFile()) return;
  throw unfit(`${original} is not there. Take another backup.`);
}

type Content = Pick<ManifestFile, "bytes" | "sha256">;

function refuseChanged(file: string, read: Content, part: Content): void {
  if (read.bytes === part.bytes && read.sha256 === part.sha256) return;
  const how =
    read.bytes === part.bytes
      ? "its content is not what was written"
      : `it has ${read.bytes} bytes, and ${part.bytes} were written`;
  throw unfit(`${file} has changed since: ${how}. Take another backup.`);
}

function soundly<Result>(look: () => Result, file: string): Result {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof UnfitError)) throw error;
    throw unfit(`${file} is of no use. ${error.message} Take another backup.`);
  }
}

/** Whoever may do anything restores for the one who runs the bot. */
function giveToOwner(staged: string, file: string): void {
  chmodSync(staged, 0o600);
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(existsSync(file) ? file : dirname(resolve(file)));
  chownSync(staged, uid, gid);
}

/** @returns what was there, under its new names. */
function swap(file: string, aside: string): readonly string[] {
  const moved = beside.flatMap((suffix) => {
    const [old, kept] = [`${file}${suffix}`, `${file}${aside}${suffix}`];
    if (!existsSync(old)) return [];
    // It stands there already where a restore was cut off after this: then what is in its place is that restore's.
    if (existsSync(kept)) rmSync(old);
    else renameSync(old, kept);
    return [kept];
  });
  renameSync(stagedOf(file), file);
  flushFolder(dirname(resolve(file)));
  return moved;
}

/** Names last once their folder is on the disk. Windows has no such thing. */
function flushFolder(folder: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(folder, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}
