import { MINUTE } from "../../src/core/clock.ts";
import { passed } from "../../src/core/passed.ts";
import { createRecords, ownNotes } from "./records.ts";
import type { Work } from "./schema.ts";

const key = "claimed";
const waits = ["wake_at", "not_before", "retry_at"] as const;

/** When lanes were claimed for the last time, in this life or in the one before: by that it is known that the clock was set back. */
export interface LastClaim {
  /** Where the clock was set back since, ends what is waited for: nobody knows how much is left of it, and all is looked at again. */
  begin(work: Work, now: Date): Promise<void>;
  /** What `begin` did is written. */
  done(now: Date): void;
}

export function createLastClaim(): LastClaim {
  let last: Date | undefined;
  let noted = new Date(0);
  return {
    async begin(work, now) {
      const before = last ?? (await lastLife(work));
      if (before && passed(before, now) === Number.POSITIVE_INFINITY) await endWaits(work, now);
      if (passed(noted, now) < MINUTE) return;
      noted = now; // Also where it cannot be written: a full disk is no reason to claim nothing that is claimed already.
      await createRecords(work, ownNotes).set(key, now);
    },
    done: (now) => {
      last = now;
    },
  };
}

async function lastLife(work: Work): Promise<Date | undefined> {
  const at = await createRecords(work, ownNotes).get<string>(key);
  return at === undefined ? undefined : new Date(at);
}

async function endWaits(work: Work, now: Date): Promise<void> {
  const time = now.getTime();
  for (const wait of waits) {
    await work.updateTable("conversations").set(wait, time).where(wait, ">", time).execute();
  }
}
