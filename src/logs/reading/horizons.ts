/** An event that was the last of the log at a time of our own clock. */
export interface Horizon {
  readonly id: string;
  readonly at: Date;
}

/**
 * Where the log was seen to end. What stands before such an end had come in by then, whatever its id looks like and
 * whosever clock is wrong: once enough time has passed, nothing more can come in before it.
 */
export function createHorizons(settleMs: number) {
  /** Oldest first. */
  let seen: readonly Horizon[] = [];
  return {
    note(horizon: Horizon): void {
      seen = [...seen, horizon];
    },
    /** The newest that is old enough. */
    ripe(now: Date): Horizon | undefined {
      const isRipe = ({ at }: Horizon) => now.getTime() - at.getTime() >= settleMs;
      const last = seen.findLastIndex(isRipe);
      if (last > 0) seen = seen.slice(last);
      return last < 0 ? undefined : seen[0];
    },
    /** It was met, or is not to be met any more. */
    drop(horizon: Horizon): void {
      seen = seen.slice(seen.indexOf(horizon) + 1);
    },
    clear(): void {
      seen = [];
    },
  };
}
export type Horizons = ReturnType<typeof createHorizons>;
