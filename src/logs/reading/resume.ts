import type { Hole, Proof } from "../../core/archive.ts";
import type { LogEvent } from "../../core/log-event.ts";
import type { Pace } from "./pace.ts";
import { momentOf } from "./settled.ts";
import type { Stand } from "./stand.ts";
import { before, later } from "./times.ts";

/** How a proof goes on whose checkpoint is gone from the log. `first`: the oldest event that Auth0 still has. */
export function resumed(
  stand: Stand,
  { first, at, pace }: { first: LogEvent | undefined; at: Date; pace: Pace },
): Proof {
  const moment = first ? momentOf(first) : before(at, pace.keptMs);
  // A log that is empty now held nothing new for as long as Auth0 keeps anything.
  const until = later(stand.until, first ? moment : before(at, pace.settleMs));
  const checkpoint = first?.id ?? stand.checkpoint;
  // Nothing was read since the proof began: it begins here, then.
  if (stand.since >= stand.until) return { checkpoint, until, since: until };
  const hole = holeBetween(stand.until, moment, { at, pace });
  return { checkpoint, until, ...(hole && { hole }) };
}

/** What came in less than a day ago is there on any plan: then nothing can be missing. */
function holeBetween(
  from: Date,
  to: Date,
  { at, pace }: { at: Date; pace: Pace },
): Hole | undefined {
  if (to <= from || from > before(at, pace.keptMs)) return undefined;
  return { from, to, why, foundAt: at };
}

const why =
  "Watchpost had not read the log for longer than Auth0 keeps it; a log stream may have brought some of it, which proves nothing";
