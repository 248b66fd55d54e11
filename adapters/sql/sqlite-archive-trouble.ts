import type { Problem } from "./engine.ts";
import { FileGone } from "./sqlite-archive-presence.ts";
import { explainSqlite } from "./sqlite-problems.ts";

/** What kept a kind of work from being done, until that goes well again. */
export interface Trouble {
  heed<Result>(work: () => Result): Result;
  said(): Problem | undefined;
}

export function createTrouble(): Trouble {
  let last: unknown;
  return {
    heed(work) {
      try {
        const result = work();
        last = undefined;
        return result;
      } catch (error) {
        last = error;
        throw error;
      }
    },
    said: () => (last === undefined ? undefined : explained(last)),
  };
}

const explained = (error: unknown): Problem =>
  error instanceof FileGone
    ? error.problem
    : (explainSqlite(error, "store.archive") ?? unexplained);

const unexplained: Problem = {
  detail: "Writing fails.",
  fix: "Look into the log for the reason, and restart Watchpost if it goes on.",
};
