import { setImmediate, setTimeout } from "node:timers/promises";
import type SqliteDatabase from "better-sqlite3";

/** Work that takes long is done in pieces of about this length: whatever comes in waits for one of them at most. */
const pieceMs = 30;

/** Does long work in pieces, each in a transaction of its own. */
export interface Slices {
  /** Does it again and again until it says that nothing is left. Rejects once `end` was called. */
  run(step: () => boolean): Promise<void>;
  /** Rejects once `end` was called. */
  pause(ms: number): Promise<void>;
  /** What is under way stops where it stands. */
  end(): void;
}

export function createSlices(db: SqliteDatabase.Database): Slices {
  let ended = false;
  const goOn = () => {
    if (ended) throw new Error("the archive is being closed");
  };
  return {
    async run(step) {
      const piece = db.transaction(() => {
        const until = performance.now() + pieceMs;
        let more = step();
        while (more && performance.now() < until) more = step();
        return more;
      });
      for (let more = true; more; ) {
        goOn();
        more = piece.immediate();
        await setImmediate();
      }
    },
    async pause(ms) {
      goOn();
      await setTimeout(ms);
      goOn();
    },
    end() {
      ended = true;
    },
  };
}
