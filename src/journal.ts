import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { MINUTE } from "./core/clock.ts";
import type { Journal, Left } from "./core/journal.ts";

/** The file of what a door took, whoever opens it. */
export const doorJournal = (path: string): string => `door${path.replace(/[^\w-]/g, "-")}`;

/** Characters after which the file is written anew, with what is open alone: where nothing is, and where something always is. */
const tidyAt = 64 * 1024;
const renewAt = 4 * 1024 * 1024;

/** So much later nothing of what was answered is in the file any more, however little comes in: it may be about somebody. */
const answeredMs = MINUTE;

/**
 * A journal in a file of its own: a line of JSON for what is kept, and one for its release. Opened at its first use. What
 * cannot be written is told once, until it can be again: nobody goes without an answer because a disk is full.
 */
export function createJournal(
  path: string,
  onTrouble: (error: unknown) => void,
  tidyMs = answeredMs,
): Journal {
  const open = new Map<number, string>();
  const file = createLog(path);
  let left: readonly (Left & { readonly n: number })[] | undefined;
  let last = 0;
  let failed = false;
  const tidyLater = after(tidyMs, () => {
    if (existsSync(path)) attempt(() => file.renew([...open.values()]));
  });

  function begin(): void {
    if (left) return;
    const kept = readKept(path);
    for (const { n, line } of kept) open.set(n, line);
    last = kept.at(-1)?.n ?? 0;
    file.renew([...open.values()]);
    left = kept.map(({ n, said, at }) => ({ n, said, at, release: () => release(n) }));
  }

  function attempt(write: () => void): void {
    try {
      begin();
      write();
      failed = false;
    } catch (error) {
      if (!failed) onTrouble(error);
      failed = true;
    }
  }

  function release(n: number): void {
    if (!open.delete(n)) return;
    tidyLater();
    attempt(() => {
      file.append(`${JSON.stringify({ done: n })}\n`);
      if (file.size() > (open.size === 0 ? tidyAt : renewAt)) file.renew([...open.values()]);
    });
  }

  return {
    keep(said) {
      let n = 0;
      attempt(() => {
        last += 1;
        n = last;
        const line = `${JSON.stringify({ n, at: Date.now(), said })}\n`;
        open.set(n, line);
        file.append(line);
      });
      return () => release(n);
    },
    left() {
      attempt(() => {});
      return (left ?? []).filter(({ n }) => open.has(n));
    },
  };
}

/** Does it so much later, once for all who ask for it meanwhile. */
function after(ms: number, work: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    setTimeout(() => {
      asked = false;
      work();
    }, ms).unref();
  };
}

/** A file that lines are appended to. It is opened, and its folder made, by `renew`. */
function createLog(path: string) {
  let descriptor: number | undefined;
  let size = 0;
  return {
    size: () => size,
    append(line: string): void {
      if (descriptor !== undefined) size += writeSync(descriptor, line);
    },
    /** From now on it holds these lines alone. A kill leaves the lines of before, or these. */
    renew(lines: readonly string[]): void {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const words = lines.join("");
      writeFileSync(`${path}.new`, words, { mode: 0o600 });
      const next = openSync(`${path}.new`, "a");
      renameSync(`${path}.new`, path);
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = next;
      size = Buffer.byteLength(words);
    },
  };
}

interface Kept {
  readonly n: number;
  readonly at: number;
  readonly said: unknown;
  readonly line: string;
}

/** What is open in the file. A line that a kill left half written is none. */
export function readKept(file: string): readonly Kept[] {
  const kept = new Map<number, Kept>();
  for (const line of wordsOf(file).split("\n")) {
    const read = parse(line);
    if (typeof read?.done === "number") kept.delete(read.done);
    if (typeof read?.n !== "number" || typeof read.at !== "number") continue;
    kept.set(read.n, { n: read.n, at: read.at, said: read.said, line: `${line}\n` });
  }
  return [...kept.values()];
}

function wordsOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw error;
  }
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(line);
    return typeof read === "object" && read !== null
      ? (read as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
