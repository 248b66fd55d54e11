import { MINUTE } from "./clock.ts";
import type { LogEvent } from "./log-event.ts";
import { happenedAt } from "./log-record.ts";

/** Clocks differ by less. */
const mostAhead = 10 * MINUTE;

/**
 * Where an event that came in at this moment stands among the others. One that says to be of a time to come would stand before
 * all others until then, and be kept for longer than anything: it stands where it came in. Its own date stays in `raw`.
 */
export const placed = (event: LogEvent, cameIn: Date): LogEvent =>
  event.at.getTime() - cameIn.getTime() > mostAhead ? { ...event, at: cameIn } : event;

/** Whether it stands elsewhere than it says of itself. */
export const isPlacedElsewhere = ({ at, id, raw }: LogEvent): boolean =>
  happenedAt(raw, id)?.getTime() !== at.getTime();
