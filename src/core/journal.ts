import { MINUTE } from "./clock.ts";

/**
 * What was acknowledged and is written down nowhere else yet: a kill in between loses nothing. Plain data. A disk that is
 * slow delays nobody, for nothing here waits for it; what a power failure takes within that second is lost.
 */
export interface Journal {
  /** Keeps it before it returns. Never throws. @returns what is called once it is written down, or done with. */
  keep(said: unknown): () => void;
  /** What an earlier life kept and did not come to write down, oldest first. Each is kept until it is released. */
  left(): readonly Left[];
}

export interface Left {
  readonly said: unknown;
  /** Unix time in milliseconds. */
  readonly at: number;
  release(): void;
}

/** Older than this, in milliseconds, nobody waits for an answer any more: they have moved on, and Slack's address has expired. */
export const answerableMs = 25 * MINUTE;

/** For a bot whose store does not outlive it either. */
export const noJournal: Journal = { keep: () => () => {}, left: () => [] };
