import type { Archive, Hole } from "../../core/archive.ts";
import { HOUR } from "../../core/clock.ts";
import type { LogEvent } from "../../core/log-event.ts";
import { cameInAt } from "../../core/log-id.ts";
import { type LogStep, TenantError } from "../../core/tenant.ts";
import { createDoubt } from "./doubt.ts";
import type { Horizons } from "./horizons.ts";
import { type Log, middleOf, type Oldest, oldestOf } from "./oldest.ts";
import type { Pace } from "./pace.ts";
import { resumed } from "./resume.ts";
import { momentOf, type Settled, settledIn } from "./settled.ts";
import { createStands, type Stand, type Stands } from "./stand.ts";
import { before, later } from "./times.ts";

/** What one step of the proof came to. */
export interface Proved {
  /** Undefined: nothing is proved, since Auth0's log has held nothing yet. */
  readonly until: Date | undefined;
  /** The proof reaches further than before. */
  readonly moved: boolean;
  /** There is more to be proved already. */
  readonly more: boolean;
  readonly events: readonly LogEvent[];
  /** What was read last was found to be gone from Auth0's log. */
  readonly gone?: true;
  readonly hole?: Hole;
}

export interface ProverOptions {
  readonly tenant: string;
  readonly log: Log;
  readonly archive: Pick<Archive, "add" | "coverage">;
  readonly horizons: Horizons;
  readonly pace: Pace;
  readonly now: () => Date;
}

interface Parts extends ProverOptions {
  /** A checkpoint that is known to be gone, and when the last such one was gone on from. */
  readonly gone: { checkpoint?: string; resumedAt?: Date };
  readonly stands: Stands;
  readonly doubt: ReturnType<typeof createDoubt>;
}

/** Reads a log in order, step by step, and proves with each how far the archive has all of it. */
export function createProver(options: ProverOptions) {
  const stands = createStands(options.tenant, options.archive);
  const parts: Parts = { ...options, gone: {}, stands, doubt: createDoubt(options) };
  return {
    /** A request, or a few where there is doubt. */
    async step(): Promise<Proved> {
      const stand = await stands.now();
      if (!stand) return begin(parts);
      const at = options.now();
      const step = await stepAfter(stand, parts);
      return step ? goOn(stand, { step, at }, parts) : resume(stand, parts);
    },
  };
}

/** From the oldest event that Auth0 has. */
async function begin(parts: Parts): Promise<Proved> {
  const seen = { ...parts, at: parts.now() };
  const oldest = await oldestOf(parts.log);
  const { first, events } = oldest;
  if (!first || !isFirm(first, seen)) return still(undefined);
  const { id, moment } = endOf(oldest, first, seen);
  const proof = { checkpoint: id, until: moment, since: momentOf(first) };
  const moved = await parts.stands.move(events, proof);
  return { until: moment, moved, more: true, events: [] };
}

/** How far it is known at once that nothing is missing. */
function endOf({ last }: Oldest, first: LogEvent, seen: Seen): { id: string; moment: Date } {
  // By Auth0's clock it may be earlier than by ours.
  const theirs = { ...seen, at: before(seen.at, seen.pace.skewMs) };
  const end = last && isFirm(last, theirs) ? last : first;
  return { id: end.id, moment: momentOf(end) };
}

const still = (until: Date | undefined): Proved => ({
  until,
  moved: false,
  more: false,
  events: [],
});

/**
 * Nothing comes in before it any more, and it can be gone on from at once: Auth0 may forget it any moment. Where ids tell no
 * time, that takes an end of the log that was seen a while ago, well after the event's own time. The machine may sleep between
 * the asking and the answer: what counts is when it was asked for.
 */
function isFirm({ id, at }: LogEvent, { horizons, pace, at: asked }: Seen): boolean {
  const cameIn = cameInAt(id);
  if (cameIn) return cameIn <= before(asked, pace.settleMs);
  const ripe = horizons.ripe(asked);
  return ripe !== undefined && at <= before(ripe.at, pace.settleMs);
}

/** `at`: when the log was asked. */
type Seen = Pick<Parts, "horizons" | "pace"> & { readonly at: Date };

/** What comes after the checkpoint; undefined where that is gone, so that what was between cannot be told. */
async function stepAfter(stand: Stand, parts: Parts): Promise<LogStep | undefined> {
  const step = await parts.log
    .logsAfter(stand.checkpoint, 100, { unhurried: true })
    .catch((error: unknown) => {
      if (error instanceof TenantError && error.reason === "rejected") return error;
      throw error;
    });
  const refused = step instanceof TenantError;
  if (!refused && !(await parts.doubt.about(stand, step))) return step;
  // Asked after the step was read: if it is there now, it was there then.
  const event = await parts.log.logEvent(stand.checkpoint, { unhurried: true });
  if (!event) return undefined;
  parts.stands.saw(event);
  if (refused) throw step;
  return step;
}

async function goOn(
  stand: Stand,
  { step, at }: { step: LogStep; at: Date },
  { stands, horizons, pace }: Parts,
): Promise<Proved> {
  const { checkpoint } = stand;
  const ripe = horizons.ripe(at);
  const old = before(at, pace.settleMs + pace.skewMs);
  const settled = settledIn(step, { checkpoint, ripe, old });
  if (ripe && settled.horizon === "met") horizons.drop(ripe);
  if (settled.horizon === "lost") horizons.clear();
  const { events } = settled;
  const next = nextOf(step, settled) ?? checkpoint;
  const until = later(settled.until ?? stand.until, stand.until);
  const moved = await stands.move(events, { checkpoint: next, until });
  const whole = next !== checkpoint && events.length === step.events.length;
  return { until, moved, more: step.more && whole, events };
}

/** By events rather than by what Auth0 calls next, so that it can be asked about later. */
const nextOf = (step: LogStep, { events }: Settled): string | undefined =>
  step.events.length === 0 ? step.next : events.at(-1)?.id;

/** From the oldest event that Auth0 still has, although what was read last is gone from its log. */
async function resume(stand: Stand, parts: Parts): Promise<Proved> {
  const { log, archive, stands, horizons, pace, now, gone } = parts;
  const at = now();
  const isNew = gone.checkpoint !== stand.checkpoint;
  if (isNew) {
    gone.checkpoint = stand.checkpoint;
    // An end of the log that was seen may be gone as well.
    horizons.clear();
  }
  const oldest = isOutrun(stand, parts) ? await middleOf(log, at) : await oldestOf(log);
  const { first, events } = oldest;
  const seen = { horizons, pace, at };
  if (first && !isFirm(first, seen)) {
    const records = events.map(({ raw }) => raw);
    if (isNew) await archive.add({ tenant: parts.tenant, way: "reader", records });
    return { ...still(stand.until), ...(isNew && { gone: true }) };
  }
  gone.resumedAt = at;
  const from = first && { first: momentOf(first), end: endOf(oldest, first, seen) };
  const proof = resumed(stand, { from, at, pace });
  const moved = await stands.move(events, proof);
  const { until, hole } = proof;
  const more = first !== undefined;
  return { until, moved, more, events: [], gone: true, ...(hole && { hole }) };
}

/** What was gone on from a short while ago is gone as well, and what is missing is a hole in any case. */
function isOutrun({ until }: Stand, { gone, pace, now }: Parts): boolean {
  const at = now();
  return until < before(at, pace.keptMs) && (gone.resumedAt ?? before(at, HOUR)) > before(at, HOUR);
}
