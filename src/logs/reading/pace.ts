import { HOUR, MINUTE, SECOND } from "../../core/clock.ts";

/** How often a log is read, and what is taken for certain about it. Milliseconds. */
export interface Pace {
  /** Auth0 itself puts some events into its log late, among those that are there: what is younger is not proved yet. */
  readonly settleMs: number;
  /** Auth0's clock and ours may differ by so much. */
  readonly skewMs: number;
  /** How often the newest end is looked at; `streamedMs`: while a stream brings what is new. */
  readonly headMs: number;
  readonly streamedMs: number;
  /** How often the proof goes on, once it is close behind the end. */
  readonly proveMs: number;
  /** Between two requests. */
  readonly gapMs: number;
  /** No plan of Auth0's keeps a log for less. */
  readonly keptMs: number;
  /** What is less than so much younger than the oldest event may be gone at any moment: Auth0 may drop a day's worth at once. */
  readonly edgeMs: number;
  /** A log that is not read for so long, or a stream that brings nothing for so long although there is something, is news. */
  readonly stuckMs: number;
  readonly silentMs: number;
}

export const usualPace: Pace = {
  settleMs: 2 * MINUTE,
  skewMs: 10 * MINUTE,
  headMs: 10 * SECOND,
  streamedMs: 30 * SECOND,
  proveMs: 30 * SECOND,
  gapMs: 200,
  keptMs: 23 * HOUR,
  edgeMs: 26 * HOUR,
  stuckMs: 15 * MINUTE,
  silentMs: 15 * MINUTE,
};
