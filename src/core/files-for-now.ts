import { randomBytes } from "node:crypto";
import { type Clock, HOUR } from "./clock.ts";
import type { FileBlock } from "./message.ts";

/** How long a file is there. */
const keptMs = HOUR;
/** Characters of all files together; the oldest go first. */
const most = 40_000_000;

/** Files that somebody may still fetch. They are held in memory alone: whoever wants one later asks again. */
export interface FilesForNow<Held> {
  /** Under an id that nobody guesses: it may be all that opens the file. */
  keep(held: Held): string;
  /** Undefined where it is not there any more. */
  find(id: string): Held | undefined;
  drop(id: string): void;
  /** All of them: somebody who is forgotten may be in any. */
  clear(): void;
}

export function createFilesForNow<Held extends { readonly file: FileBlock }>(
  clock: Clock,
): FilesForNow<Held> {
  const kept = new Map<string, { readonly held: Held; readonly at: number }>();

  function forgetOld(): void {
    let size = 0;
    for (const [id, { held, at }] of [...kept].reverse()) {
      size += held.file.content.length;
      if (size > most || clock.now().getTime() - at > keptMs) kept.delete(id);
    }
  }

  return {
    keep(held) {
      const id = randomBytes(16).toString("base64url");
      kept.set(id, { held, at: clock.now().getTime() });
      forgetOld();
      return id;
    },
    find(id) {
      forgetOld();
      return kept.get(id)?.held;
    },
    drop: (id) => void kept.delete(id),
    clear: () => kept.clear(),
  };
}
