import type { LogEvent } from "../../core/log-event.ts";
import { cameInAt } from "../../core/log-id.ts";
import type { LogStep } from "../../core/tenant.ts";
import type { Horizon } from "./horizons.ts";
import { later } from "./times.ts";

/** How much of what was read will not change any more. */
export interface Settled {
  readonly events: readonly LogEvent[];
  /** Every event that came into the log before this is among these or was before; undefined: nothing new can be said. */
  readonly until: Date | undefined;
  /** What became of the horizon: `met` and done with, `lost` (it should be here and is not), or still to come. */
  readonly horizon: "met" | "lost" | "ahead";
}

/** When an event came into the log, as nearly as it tells. */
export const momentOf = ({ id, at }: LogEvent): Date => cameInAt(id) ?? at;

/**
 * `old`: what came in before it has settled by its id alone. `ripe`: an end of the log that was seen long enough ago: all
 * up to it has settled.
 */
export function settledIn(
  step: LogStep,
  given: { checkpoint: string; ripe: Horizon | undefined; old: Date },
): Settled {
  const { events } = step;
  const { count: seen, horizon } = upTo(step, given);
  const count = Math.max(byId(events, given.old), seen);
  const last = events[count - 1];
  const met = horizon === "met" && given.ripe;
  const end = met ? beyond(events, count, met, step.more) : undefined;
  // What has settled by its id alone may reach beyond that end.
  const moment = last && (count > seen || !end) ? momentOf(last) : undefined;
  return { events: events.slice(0, count), until: latest(end, moment), horizon };
}

const latest = (one: Date | undefined, other: Date | undefined): Date | undefined =>
  one && other ? later(one, other) : (one ?? other);

function upTo(
  { events, more }: LogStep,
  { checkpoint, ripe }: { checkpoint: string; ripe: Horizon | undefined },
): { count: number; horizon: Settled["horizon"] } {
  if (!ripe) return { count: 0, horizon: "ahead" };
  if (ripe.id === checkpoint) return { count: 0, horizon: "met" };
  const place = events.findIndex(({ id }) => id === ripe.id);
  if (place >= 0) return { count: place + 1, horizon: "met" };
  return more ? { count: events.length, horizon: "ahead" } : { count: 0, horizon: "lost" };
}

function byId(events: readonly LogEvent[], old: Date): number {
  const young = events.findIndex(({ id }) => (cameInAt(id) ?? old) >= old);
  return young < 0 ? events.length : young;
}

/** The log ended there at that time, unless what came in by then is behind it. */
function beyond(events: readonly LogEvent[], count: number, { at }: Horizon, more: boolean): Date {
  const next = events[count] ?? (more ? events.at(-1) : undefined);
  const moment = next && momentOf(next);
  return moment && moment < at ? moment : at;
}
