import type { Worker } from "node:worker_threads";
import { SECOND } from "../core/clock.ts";
import { startWorker } from "../worker.ts";

/** A worker that is started when it is first needed, and ended when it has not been for a while. */
export interface KeptWorker {
  /** Rejects with a Lost error when it cannot be started. */
  get(): Promise<Worker>;
  /** Nobody needs it for now. */
  rest(): void;
  end(): Promise<void>;
}

/** The worker cannot be used again. */
export class Lost extends Error {}

/** Starting may be slow where it is done from source on a busy machine. */
const startMs = 30 * SECOND;
/** What it takes beside the library's own code is little, and given back soon. */
const limits = { maxOldGenerationSizeMb: 64, maxYoungGenerationSizeMb: 4 };

export function keepWorker(file: URL, idleMs: number): KeptWorker {
  let worker: Promise<Worker> | undefined;
  let idle: NodeJS.Timeout | undefined;

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    await ended?.then((running) => running.terminate()).catch(() => undefined);
  }

  return {
    get() {
      clearTimeout(idle);
      if (worker) return worker;
      const started = start(file);
      const forget = () => {
        if (worker === started) worker = undefined;
      };
      started.then((running) => running.once("exit", forget), forget);
      worker = started;
      return started;
    },
    rest() {
      clearTimeout(idle);
      idle = setTimeout(() => void end(), idleMs).unref();
    },
    end,
  };
}

function start(file: URL): Promise<Worker> {
  const worker = startWorker(file, { resourceLimits: limits });
  worker.unref();
  return new Promise((resolve, reject) => {
    const fail = (words: string) => {
      clearTimeout(timer);
      worker.terminate().catch(() => undefined);
      reject(new Lost(words));
    };
    const timer = setTimeout(() => fail("what draws charts did not start in time"), startMs);
    const onError = (error: Error) => fail(error.message);
    const onExit = () => fail("what draws charts ended as it started");
    worker.once("error", onError).once("exit", onExit);
    worker.once("message", () => {
      clearTimeout(timer);
      worker.off("error", onError).off("exit", onExit);
      // Errors between two charts must not end the process; the next chart finds out.
      worker.on("error", () => undefined);
      resolve(worker);
    });
  });
}
