import { createTask } from "node-cron";
import { SECOND } from "./core/clock.ts";
import type { Log } from "./core/log.ts";

export interface Scheduler {
  /** Resolves once the jobs under way, if any, are done. */
  stop(): Promise<void>;
}

/** When to beat. What the package does by itself once a beat was missed takes the main thread for as long as it was missed. */
const every = createTask("* * * * * *", () => {});

/** As late as this is worth a word: whoever says a line waits as long. */
const lateMs = 3 * SECOND;
const wordsEveryMs = 60 * SECOND;

interface Given {
  readonly log: Log;
  /** Milliseconds that go on whatever the clock is set to. */
  readonly stopwatch: () => number;
}

/**
 * Calls each job about every second, never the same twice at once, also after the machine has slept or its clock was set. A
 * job that fails is called again at the next.
 */
export function everySecond(
  jobs: readonly (() => Promise<void>)[],
  { log, stopwatch }: Given,
): Scheduler {
  const turns = jobs.map((job) => oneAtATime(job, log));
  const tellLate = createTelling({ log, stopwatch });
  let timer: NodeJS.Timeout;
  function beat() {
    for (const { take } of turns) take();
    const waitMs = untilNext();
    const due = stopwatch() + waitMs;
    timer = setTimeout(() => {
      tellLate(stopwatch() - due);
      beat();
    }, waitMs);
  }
  beat();
  return {
    async stop() {
      clearTimeout(timer);
      await Promise.all(turns.map(({ done }) => done()));
    },
  };
}

/** A timer may be a little early: then its second is over already. */
const leastMs = 100;

function untilNext(): number {
  const now = Date.now();
  const [next, second] = every.getNextRuns(2).map((at) => at.getTime() - now);
  return Math.min(next !== undefined && next >= leastMs ? next : (second ?? SECOND), 2 * SECOND);
}

function oneAtATime(job: () => Promise<void>, log: Log) {
  let running: Promise<void> | undefined;
  return {
    take() {
      running ??= job()
        .catch((error: unknown) => log.error({ err: error }, "a scheduled job failed"))
        .finally(() => {
          running = undefined;
        });
    },
    done: async () => running,
  };
}

/** Once a minute, however often it happens. */
function createTelling({ log, stopwatch }: Given): (lateBy: number) => void {
  let quietUntil = 0;
  return (lateBy) => {
    if (lateBy < lateMs || stopwatch() < quietUntil) return;
    quietUntil = stopwatch() + wordsEveryMs;
    log.warn({ ms: Math.round(lateBy) }, "the main thread was held up: what was due came late");
  };
}
