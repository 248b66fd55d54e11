import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The time of the bot and of all that it speaks to. It goes as fast as ours, and leaps. */
export interface World {
  now(): Date;
  leap(ms: number): void;
  /** What has Node give its process, and all of its threads, the world's time. */
  readonly imports: readonly string[];
}

export function createWorld(folder: string): World {
  const file = join(folder, "ahead");
  const script = new URL("./world-date.mjs", import.meta.url);
  script.search = new URLSearchParams({ file }).toString();
  let ahead = 0;
  const write = () => {
    writeFileSync(`${file}.new`, String(ahead));
    renameSync(`${file}.new`, file);
  };
  write();
  return {
    now: () => new Date(Date.now() + ahead),
    leap(ms) {
      ahead += Math.round(ms);
      write();
    },
    imports: [script.href],
  };
}
