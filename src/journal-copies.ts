import {
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readKept } from "./journal.ts";
import { journalsFolder } from "./journals.ts";

// A backup holds the journals too: a line is acknowledged before the store has it, and where much comes in by seconds.

/** The file of a journal. One that is being written anew has an end. */
const name = z.string().regex(/^[\w-]{1,100}$/);

const copied = z.object({ journal: name, at: z.number(), said: z.unknown() });
type Copied = z.infer<typeof copied>;

/**
 * All that the journals of a store hold open, a line for each. To be read before the store is copied: what is released
 * meanwhile is in the store by then.
 */
export function copyJournals(store: string): string {
  const folder = journalsFolder(store);
  if (!existsSync(folder)) return "";
  return readdirSync(folder)
    .filter((each) => name.safeParse(each).success)
    .flatMap((journal) => readIn(folder, journal))
    .map((one) => `${JSON.stringify(one)}\n`)
    .join("");
}

/**
 * Puts what `copyJournals` gave beside a store whose bot is stopped; what its journals hold already stays. May be done twice. The
 * files get the store's owner.
 */
export function joinJournals(store: string, words: string): void {
  const folder = journalsFolder(store);
  const owner = statSync(store);
  const copies = words
    .split("\n")
    .filter(Boolean)
    .map((line) => copied.parse(JSON.parse(line)));
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  give(folder, owner);
  for (const journal of new Set(copies.map((one) => one.journal))) {
    const own = readIn(folder, journal);
    const known = new Set(own.map((one) => JSON.stringify(one)));
    const more = copies.filter((one) => one.journal === journal && !known.has(JSON.stringify(one)));
    write(join(folder, journal), [...more, ...own], owner);
  }
}

const readIn = (folder: string, journal: string): readonly Copied[] =>
  readKept(join(folder, journal)).map(({ at, said }) => ({ journal, at, said }));

type Owner = { readonly uid: number; readonly gid: number };

/** A kill leaves the lines of before, or these. */
function write(file: string, lines: readonly Copied[], owner: Owner): void {
  const words = lines.map(({ at, said }, nth) => `${JSON.stringify({ n: nth + 1, at, said })}\n`);
  const fresh = `${file}.new`;
  writeFileSync(fresh, words.join(""), { mode: 0o600, flush: true });
  give(fresh, owner);
  renameSync(fresh, file);
}

/** Whoever may do anything restores for the one who runs the bot. */
function give(path: string, { uid, gid }: Owner): void {
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
}
