import type { Worker } from "node:worker_threads";
import { SECOND } from "./core/clock.ts";
import { startWorker } from "./worker.ts";

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

export interface Keeping {
  readonly file: URL;
  /** What it does, as the subject of a sentence. */
  readonly what: string;
  /** How long it is kept when nobody needs it. */
  readonly idleMs: number;
  /** In megabytes. */
  readonly memory: { readonly old: number; readonly young: number };
}

export function keepWorker(keeping: Keeping): KeptWorker {
  const { idleMs } = keeping;
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
      const started = start(keeping);
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

function start({ file, what, memory }: Keeping): Promise<Worker> {
  const worker = startWorker(file, {
    resourceLimits: {
      maxOldGenerationSizeMb: memory.old,
      maxYoungGenerationSizeMb: memory.young,
    },
  });
  worker.unref();
  return new Promise((resolve, reject) => {
    const fail = (words: string) => {
      clearTimeout(timer);
      worker.terminate().catch(() => undefined);
      reject(new Lost(words));
    };
    const timer = setTimeout(() => fail(`${what} did not start in time`), startMs);
    const onError = (error: Error) => fail(error.message);
    const onExit = () => fail(`${what} ended as it started`);
    worker.once("error", onError).once("exit", onExit);
    worker.once("message", () => {
      clearTimeout(timer);
      worker.off("error", onError).off("exit", onExit);
      // Errors between two tasks must not end the process; the next task finds out.
      worker.on("error", () => undefined);
      resolve(worker);
    });
  });
}
