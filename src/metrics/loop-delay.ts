import { type IntervalHistogram, monitorEventLoopDelay } from "node:perf_hooks";

/** A timer that is due every so many milliseconds tells how late it comes. */
const resolutionMs = 20;
const turnMs = 60_000;

/** How long what is due in the main thread waited for its turn, over the last minute or two. */
export interface LoopDelay {
  /** Seconds. */
  at(quantile: number): number;
  close(): void;
}

/** Two histograms take turns, so that whoever asks changes nothing for whoever asks next. */
export function createLoopDelay(): LoopDelay {
  const begin = (): IntervalHistogram => {
    const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
    histogram.enable();
    return histogram;
  };
  let [older, younger] = [begin(), begin()];
  const turning = setInterval(() => {
    older.reset();
    [older, younger] = [younger, older];
  }, turnMs).unref();
  return {
    at(quantile) {
      const nanoseconds = quantile === 1 ? older.max : older.percentile(quantile * 100);
      // Empty, it says what no timer can be late by.
      if (older.count === 0) return 0;
      return Math.max(0, nanoseconds / 1e9 - resolutionMs / 1e3);
    },
    close() {
      clearInterval(turning);
      older.disable();
      younger.disable();
    },
  };
}
