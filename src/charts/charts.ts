import type { Worker } from "node:worker_threads";
import { MINUTE, SECOND } from "../core/clock.ts";
import type { Chart } from "../core/message.ts";
import { keepWorker, Lost } from "../kept-worker.ts";
import { fileBeside } from "../worker.ts";
import type { DrawReply } from "./draw-worker.ts";

/** Draws charts away from the main thread: the library is large, and a picture takes longer than a line may wait. */
export interface Charts {
  /** A PNG picture on a ground of its own. Rejects where it cannot be drawn, or not in time. */
  draw(chart: Chart): Promise<Uint8Array>;
  close(): Promise<void>;
}

export interface ChartsOptions {
  /** What draws, instead of our own. */
  readonly worker?: URL;
  readonly limitMs?: number;
  /** After so long without a chart the worker, and the memory it takes, is given back. */
  readonly idleMs?: number;
}

/** More than these wait for nothing that would still be of use. */
const mostWaiting = 20;

/** What it takes beside the library's own code is little, and given back soon. In megabytes. */
const drawing = { old: 64, young: 4 };

/** One worker, started at the first chart, drawing one at a time; it is ended when one hangs, and begun anew for the next. */
export function createCharts(options: ChartsOptions = {}): Charts {
  const { limitMs = 5 * SECOND, idleMs = MINUTE } = options;
  const file = options.worker ?? fileBeside(import.meta.url, "draw-worker");
  const kept = keepWorker({ file, what: "what draws charts", idleMs, memory: drawing });
  let before: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let closed = false;

  async function drawNow(chart: Chart): Promise<Uint8Array> {
    if (closed) throw new Error("charts are no longer drawn");
    try {
      const reply = await ask(await kept.get(), chart, limitMs);
      if (reply.kind === "problem") throw new Error(reply.why);
      return reply.png;
    } catch (error) {
      if (error instanceof Lost) await kept.end();
      throw error;
    } finally {
      waiting -= 1;
      kept.rest();
    }
  }

  return {
    async draw(chart) {
      if (waiting >= mostWaiting) throw new Error("too many charts wait to be drawn");
      waiting += 1;
      const drawing = before.then(() => drawNow(chart));
      before = drawing.catch(() => undefined);
      return drawing;
    },
    async close() {
      closed = true;
      await kept.end();
      await before;
    },
  };
}

type Answer = Exclude<DrawReply, { kind: "ready" }>;

function ask(worker: Worker, chart: Chart, limitMs: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (done: () => void) => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      worker.unref();
      done();
    };
    const onMessage = (reply: Answer) => settle(() => resolve(reply));
    const onError = (error: Error) => settle(() => reject(new Lost(error.message)));
    const onExit = () => settle(() => reject(new Lost("what draws charts has ended")));
    const late = () => reject(new Lost(`a chart takes longer than ${limitMs / SECOND} s to draw`));
    const timer = setTimeout(() => settle(late), limitMs);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.ref();
    worker.postMessage(chart);
  });
}
