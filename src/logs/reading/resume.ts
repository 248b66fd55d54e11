import type { Hole, Proof } from "../../core/archive.ts";
import type { Pace } from "./pace.ts";
import type { Stand } from "./stand.ts";
import { before, later } from "./times.ts";

/** The oldest that Auth0 still has: when the first of it came in, and how far all of it is known. */
export interface Rest {
  readonly first: Date;
  readonly end: { readonly id: string; readonly moment: Date };
}

/** How a proof goes on whose checkpoint is gone from the log. `from`: undefined where nothing is left. */
export function resumed(
  stand: Stand,
  { from, at, pace }: { from: Rest | undefined; at: Date; pace: Pace },
): Proof {
  // A log that is empty now held nothing new for as long as Auth0 keeps anything.
  const moment = from?.first ?? before(at, pace.keptMs);
  const until = later(stand.until, from?.end.moment ?? before(at, pace.settleMs));
  const checkpoint = from?.end.id ?? stand.checkpoint;
  // Nothing was read since the proof began: it begins here, then.
  if (stand.since >= stand.until) return { checkpoint, until, since: later(moment, stand.since) };
  const hole = holeBetween(stand, moment, { at, pace });
  return { checkpoint, until, ...(hole && { hole }) };
}

/** What came in less than a day ago is there on any plan: then nothing can be missing. */
function holeBetween(
  stand: Stand,
  to: Date,
  { at, pace }: { at: Date; pace: Pace },
): Hole | undefined {
  const { until } = stand;
  if (to <= until || until > before(at, pace.keptMs)) return undefined;
  return { from: beginningAfter(stand, pace), to, why, foundAt: at };
}

/**
 * What was proved up to a time of our own clock may have been less of Auth0's, which may be behind; nothing of what came in
 * before the checkpoint is missing by either.
 */
function beginningAfter({ until, moment }: Stand, { skewMs }: Pace): Date {
  const sure = before(until, skewMs);
  if (!moment) return sure;
  return moment < until ? later(moment, sure) : until;
}

const why =
  "Watchpost had not read the log for longer than Auth0 keeps it; a log stream may have brought some of it, which proves nothing";
