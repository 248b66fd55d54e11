import { schedule } from "node-cron";
import type { Log } from "./core/log.ts";

export interface Scheduler {
  /** Resolves once the job under way, if any, is done. */
  stop(): Promise<void>;
}

/** Calls the job about every second, never twice at once. A job that fails is called again at the next. */
export function everySecond(job: () => Promise<void>, log: Log): Scheduler {
  let running: Promise<void> | undefined;
  const tick = () => {
    running ??= job()
      .catch((error: unknown) => log.error({ err: error }, "a scheduled job failed"))
      .finally(() => {
        running = undefined;
      });
  };
  tick();
  const task = schedule("* * * * * *", tick);
  return {
    async stop() {
      await task.stop();
      await running;
    },
  };
}
