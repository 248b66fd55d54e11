import { MINUTE } from "../../core/clock.ts";
import type { LogReading } from "../../core/log-coverage.ts";
import { passed } from "../../core/passed.ts";
import type { Trouble } from "./haste.ts";
import type { Pace } from "./pace.ts";
import type { Proved } from "./prover.ts";
import { later } from "./times.ts";

/** It looks about every second; after a longer break than this it was asleep. */
const longestBreakMs = 2 * MINUTE;
/** What is proved up to so long ago is history. */
const historyMs = 15 * MINUTE;

/** From when and where history is being read, and how far that has come. */
interface Run {
  readonly began: Date;
  readonly from: Date;
  readonly at: Date;
  readonly until: Date;
}

/** How the proof of one log gets on, and how fast. */
export function createProgress({ stuckMs }: Pick<Pace, "stuckMs">, now: () => Date) {
  /** Since when the bot has looked without a break: neither a stop nor a sleeping machine is the log's fault. */
  let awakeSince = now();
  let lookedAt = awakeSince;
  let movedAt: Date | undefined;
  let empty = false;
  let run: Run | undefined;

  const since = () => later(movedAt ?? awakeSince, awakeSince);

  return {
    /** To be called about every second. */
    look(): void {
      const at = now();
      if (passed(lookedAt, at) > longestBreakMs) awakeSince = at;
      lookedAt = at;
      if (movedAt && movedAt > at) movedAt = at;
    },
    note({ until, moved }: Proved): void {
      const at = now();
      empty = until === undefined;
      if (moved || empty) movedAt = at;
      const isHistory = until && at.getTime() - until.getTime() > historyMs;
      run = isHistory ? { began: at, from: until, ...run, at, until } : undefined;
    },
    awakeSince: () => awakeSince,
    signs: () => ({ movedAt, isClose: movedAt !== undefined && run === undefined }),
    reading(trouble: Trouble | undefined): Pick<LogReading, "empty" | "history" | "stuck"> {
      const isStuck = now().getTime() - since().getTime() > stuckMs;
      if (isStuck) return { stuck: { since: since(), ...(trouble ?? unexplained) } };
      if (empty) return { empty };
      return run ? { history: historyOf(run, now()) } : {};
    },
  };
}

/** If it goes on as it has: the present moves away meanwhile. */
function historyOf({ began, from, at, until }: Run, now: Date): NonNullable<LogReading["history"]> {
  const took = at.getTime() - began.getTime();
  const pace = (until.getTime() - from.getTime()) / took - 1;
  return took > 0 && pace > 1 ? { toGoMs: (now.getTime() - until.getTime()) / pace } : {};
}

const unexplained: Trouble = {
  why: "nothing new could be proved, although the log was read",
  fix: "Look into Watchpost's log.",
};
