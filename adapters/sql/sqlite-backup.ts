import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { HOUR } from "../../src/core/clock.ts";
import { SettingsError } from "../../src/core/errors.ts";
import { examine, type Kind, UnfitError } from "./sqlite-examine.ts";
import {
  type Manifest,
  type ManifestFile,
  manifestFormat,
  manifestName,
  readThrough,
  takenName,
  unfit,
} from "./sqlite-manifest.ts";
import { chooseAnother, explainSqlite } from "./sqlite-problems.ts";

/** A database to be copied. */
export interface Original {
  readonly kind: Kind;
  readonly file: string;
}

/** A backup that was written and found sound. */
export interface Made {
  readonly folder: string;
  readonly files: readonly (ManifestFile & { readonly holds: string })[];
  /** Older ones that were removed. */
  readonly removed: readonly string[];
}

export interface BackupOptions {
  readonly to: string;
  /** Each backup gets a folder of its own in `to`, and so many of them are kept. */
  readonly keep?: number;
  readonly by: string;
  readonly running: boolean;
  /** What is acknowledged and not in the store yet, in words that `restoreDatabases` gives back. Asked for before all else. */
  readonly taken?: () => string;
  readonly now: () => Date;
}

/**
 * Copies databases while somebody else writes to them: each as it is at one moment, whole and sound, readable by its owner
 * alone. What is written meanwhile is not held up. They are copied in order: what one says of those after it holds of the
 * copies. A folder is a backup once its manifest is there, which comes last. A folder that has copies already is refused.
 * @throws SettingsError
 */
export function copyDatabases(originals: readonly Original[], options: BackupOptions): Made {
  const { to, keep } = options;
  const named = withNames(originals);
  const folder = keep === undefined ? to : join(to, nameAt(options.now()));
  for (const each of named) refuseUnfit(each, folder);
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 });
    clearCutOff(to, options.now());
    const files = copyInto({ named, folder, options });
    const removed = keep === undefined ? [] : removeOlder(to, keep);
    return { folder, files, removed };
  } catch (error) {
    throw explain(error, to);
  }
}

interface Named extends Original {
  readonly name: string;
}

/** Two files of one name, from different folders, are told apart by their kind. */
function withNames(originals: readonly Original[]): readonly Named[] {
  const names = originals.map(({ file }) => basename(file));
  const doubled = new Set(names).size < names.length;
  return originals.map(({ kind, file }) => {
    const name = basename(file);
    return { kind, file, name: doubled ? `${kind}-${name}` : name };
  });
}

function refuseUnfit({ file, name }: Named, folder: string): void {
  if (file === ":memory:") throw unfit("It is kept in memory alone; there is no file to copy.");
  if (!existsSync(file)) {
    throw unfit(`${file} is not there. Is --config the one that the bot runs with?`);
  }
  for (const there of [name, takenName, manifestName].map((each) => join(folder, each))) {
    if (existsSync(there)) throw unfit(`${there} is there already; name another folder.`);
  }
}

function explain(error: unknown, folder: string): unknown {
  const problem = explainSqlite(error, "--to");
  if (problem) return unfit(`${problem.detail} ${problem.fix}`);
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof SettingsError || code === undefined) return error;
  return unfit(`${folder} cannot be written to (${code}). ${chooseAnother("--to")}`);
}

/** What is being copied; whoever was killed over it left it behind. */
const unfinished = ".unfinished-";

function copyInto({
  named,
  folder,
  options,
}: {
  named: readonly Named[];
  folder: string;
  options: BackupOptions;
}): Made["files"] {
  const { to, keep, by, running, now, taken = () => "" } = options;
  const work = join(to, `${unfinished}${process.pid}-${now().getTime()}`);
  mkdirSync(work, { mode: 0o700 });
  try {
    const made = now().toISOString();
    const noted = writeTaken(work, taken());
    const copies = named.map((each) => copy(each, work, now));
    const files = copies.map(({ holds: _, ...file }) => file);
    const manifest: Manifest = { format: manifestFormat, made, by, running, files, ...noted };
    const words = `${JSON.stringify(manifest, null, 2)}\n`;
    writeFileSync(join(work, manifestName), words, { mode: 0o600, flush: true });
    if (keep === undefined) {
      const names = [...(noted.taken ? [takenName] : []), ...named.map(({ name }) => name)];
      for (const name of [...names, manifestName]) renameSync(join(work, name), join(to, name));
    } else renameSync(work, folder);
    return copies;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

function writeTaken(work: string, words: string): Pick<Manifest, "taken"> {
  if (words === "") return {};
  const to = join(work, takenName);
  writeFileSync(to, words, { mode: 0o600, flush: true });
  return { taken: readThrough(to) };
}

function copy({ kind, file, name }: Named, work: string, now: () => Date): Made["files"][number] {
  const to = join(work, name);
  closeSync(openSync(to, "wx", 0o600));
  const asOf = now().toISOString();
  const source = new SqliteDatabase(file, { readonly: true, timeout: 5000 });
  try {
    source.prepare("vacuum into ?").run(to);
  } finally {
    source.close();
  }
  const examined = soundly(() => examine(to, kind), file);
  flush(to);
  return { kind, name, ...readThrough(to), ...examined, asOf };
}

function soundly<Result>(look: () => Result, file: string): Result {
  try {
    return look();
  } catch (error) {
    if (!(error instanceof UnfitError)) throw error;
    throw unfit(
      `The copy of ${file} is of no use. ${error.message} Look at the disks, and try again.`,
    );
  }
}

/** Until it is on the disk itself it may be gone with the power. */
function flush(file: string): void {
  const descriptor = openSync(file, "r+");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

const nameAt = (now: Date): string => `${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
const isNamed = (name: string): boolean => /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$/.test(name);

/** Its manifest goes first: what is half removed is no backup any more. */
function removeOlder(to: string, keep: number): readonly string[] {
  const made = readdirSync(to)
    .filter((name) => isNamed(name) && existsSync(join(to, name, manifestName)))
    .sort()
    .map((name) => join(to, name));
  const older = made.slice(0, -keep);
  for (const folder of older) {
    rmSync(join(folder, manifestName));
    rmSync(folder, { recursive: true, force: true });
  }
  return older;
}

/** What nobody has written to for an hour was cut off. */
function clearCutOff(to: string, now: Date): void {
  for (const name of readdirSync(to).filter((one) => one.startsWith(unfinished))) {
    const folder = join(to, name);
    const times = [folder, ...readdirSync(folder).map((file) => join(folder, file))].map(
      (path) => statSync(path).mtimeMs,
    );
    if (Math.max(...times) < now.getTime() - HOUR) rmSync(folder, { recursive: true, force: true });
  }
}
