import { type BigIntStats, statSync } from "node:fs";
import type { Problem } from "./engine.ts";

/** What is written goes where nobody finds it again. */
export class FileGone extends Error {
  override readonly name = "FileGone";
  readonly problem: Problem = {
    detail: "Its file was removed, or another was put in its place, while Watchpost had it open.",
    fix: "Put the file back as it was, with those named -wal and -shm beside it; or stop Watchpost, restore a backup and start it again.",
  };

  constructor(file: string) {
    super(`${file} was removed, or another was put in its place`);
  }
}

/**
 * Sees to it that the open file, and the log beside it, are still the ones to be found: a file that was removed takes all that is
 * written, and is gone with the bot.
 */
export function createPresence(file: string): () => FileGone | undefined {
  if (file === ":memory:") return () => undefined;
  const known = new Map<string, BigIntStats>();
  return () => {
    for (const part of [file, `${file}-wal`]) {
      const found = statSync(part, { bigint: true, throwIfNoEntry: false });
      const first = known.get(part) ?? found;
      if (!first) continue;
      known.set(part, first);
      if (found?.ino !== first.ino || found.dev !== first.dev) return new FileGone(part);
    }
    return undefined;
  };
}
