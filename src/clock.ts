import { setMaxListeners } from "node:events";
import type { Clock } from "./core/clock.ts";

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  after: (ms, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(0, ms));
      if (!signal) return;
      // As many may wait for one end as there is work under way; Node would warn of it in words that are no line of the log.
      setMaxListeners(0, signal);
      signal.addEventListener("abort", done, { once: true });
    }),
};
