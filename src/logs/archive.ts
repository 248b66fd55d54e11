import type { Worker } from "node:worker_threads";
import type { Archive, Arrival, Matches } from "../core/archive.ts";
import type { EngineAt } from "../core/archive-engine.ts";
import { type Clock, SECOND } from "../core/clock.ts";
import { UpstreamError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { LogEvent } from "../core/log-event.ts";
import type { LogIntake } from "../core/log-intake.ts";
import type { LogQuery } from "../core/log-query.ts";
import { fileBeside, startWorker } from "../worker.ts";
import { type Calls, createCalls, errorOf } from "./archive-calls.ts";
import type { FromArchive, Question, ToArchive } from "./archive-messages.ts";
import { fromColumns } from "./count-columns.ts";
import { asksByHash, hashesOf } from "./hashed.ts";
import { type Portion, whole } from "./portions.ts";

interface Watching {
  readonly tenant: string;
  readonly query: LogQuery;
  readonly listener: (arrival: Arrival) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly calls: Calls;
}

/** A thread that died is begun anew after this long; after twice as long each time where that does not go well. */
const pauseMs = 500;
const longestPauseMs = 30 * SECOND;

const ended = () =>
  new UpstreamError("the log archive", "its thread has ended; it is being begun anew");

/**
 * The archive, in a thread of its own: what it is asked is done there, and the bot only waits. Rejects with a SettingsError
 * where it cannot be opened.
 */
export async function openArchive(given: {
  engine: EngineAt;
  clock: Clock;
  log: Log;
}): Promise<Archive & LogIntake> {
  const { clock } = given;
  const watchers = createWatching();
  const life = await beginLife({ ...given, ...watchers });
  const asked = <Name extends Question>(question: Name): Archive[Name] =>
    (async (...words: readonly unknown[]) =>
      life.calls().ask({ kind: "ask", question, given: words })) as Archive[Name];
  const archive: Archive & LogIntake = {
    add: async (batch) => life.calls().ask({ kind: "add", batch: { ...batch, now: clock.now() } }),
    async take(tenant, body, form) {
      const [whole, now] = [ownMemory(body), clock.now()];
      return life.calls().ask({ kind: "take", tenant, body: whole, form, now }, [whole.buffer]);
    },
    watch: watchers.watch(life.tell),
    search: inPages(
      whole(asked("search"), (rest) => life.calls().ask<Portion>({ kind: "rest", rest })),
    ),
    event: asked("event"),
    counts: async (tenant, of) =>
      fromColumns(await life.calls().ask({ kind: "ask", question: "counts", given: [tenant, of] })),
    kinds: asked("kinds"),
    coverage: asked("coverage"),
    expire: asked("expire"),
    forget: async (tenant, names) =>
      life.calls().ask({ kind: "ask", question: "forget", given: [tenant, names, clock.now()] }),
    facts: asked("facts"),
    check: () => asked("check")().catch(unwell),
    close: life.end,
  };
  return asksByHash(archive, hashesOf(given.engine.keys));
}

/** Events that are looked for at once. What is found comes over in portions (`portions.ts`). */
const pageSize = 200;

const inPages =
  (search: Archive["search"]): Archive["search"] =>
  async (tenant, query, { limit, after }) => {
    const events: LogEvent[] = [];
    let page: Matches = { events: [], ...(after ? { next: after } : {}) };
    let size: number;
    do {
      size = Math.min(pageSize, limit - events.length);
      const place = page.next ? { after: page.next } : {};
      page = await search(tenant, query, { limit: size, ...place });
      events.push(...page.events);
    } while (page.next && page.events.length === size && events.length < limit);
    return { ...page, events };
  };

/** Small buffers share their memory with others, which must stay. */
const ownMemory = (body: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  body.byteLength === body.buffer.byteLength ? body : new Uint8Array(body);

/** Who waits for new events, whichever thread they come from. */
function createWatching() {
  const watching = new Map<number, Watching>();
  let watches = 0;
  return {
    all: () => watching,
    arrived: (watch: number, arrival: Arrival) => watching.get(watch)?.listener(arrival),
    watch:
      (tell: (message: ToArchive) => void): Archive["watch"] =>
      (tenant, query, listener) => {
        watches += 1;
        const watch = watches;
        watching.set(watch, { tenant, query, listener });
        tell({ kind: "watch", watch, tenant, query });
        return () => {
          watching.delete(watch);
          tell({ kind: "unwatch", watch });
        };
      },
  };
}

interface LifeOptions {
  readonly engine: EngineAt;
  readonly log: Log;
  all(): ReadonlyMap<number, Watching>;
  arrived(watch: number, arrival: Arrival): void;
}

/** The thread, and the next one when it dies. */
async function beginLife({ engine, log, all, arrived }: LifeOptions) {
  let ending: Promise<void> | undefined;
  let thread: Thread | undefined;

  async function begin(): Promise<void> {
    const begun = await startThread(engine, arrived);
    if (ending !== undefined) return void begun.worker.terminate();
    thread = begun;
    begun.worker.on("error", (error) =>
      log.error({ err: error }, "the log archive's thread failed"),
    );
    for (const [watch, { tenant, query }] of all()) {
      begun.worker.postMessage({ kind: "watch", watch, tenant, query });
    }
    begun.worker.once("exit", () => {
      thread = undefined;
      begun.calls.fail(ended());
      if (ending !== undefined) return;
      log.error({}, "the thread of the log archive has ended; it is begun anew");
      beginAnew();
    });
  }

  function beginAnew(wait = pauseMs): void {
    setTimeout(() => {
      if (ending !== undefined) return;
      begin().catch((error: unknown) => {
        log.error({ err: error }, "the log archive cannot be opened");
        beginAnew(Math.min(wait * 2, longestPauseMs));
      });
    }, wait).unref();
  }

  async function end(): Promise<void> {
    const last = thread;
    await last?.calls.ask({ kind: "close" }).catch(() => undefined);
    await last?.worker.terminate();
  }

  await begin();
  return {
    /** @throws UpstreamError while there is no thread. */
    calls(): Calls {
      if (thread === undefined || ending !== undefined) throw ended();
      return thread.calls;
    },
    tell: (message: ToArchive): void => thread?.worker.postMessage(message),
    end: () => (ending ??= end()),
  };
}

const unwell = (error: Error) => ({
  subject: "Log archive",
  ok: false,
  detail: error.message,
  fix: "Look into the log for the reason, and restart Watchpost if it goes on.",
});

/** Resolves once the engine is open. */
function startThread(
  { module, data, keys }: EngineAt,
  onArrival: (watch: number, arrival: Arrival) => void,
): Promise<Thread> {
  const worker = startWorker(fileBeside(import.meta.url, "archive-thread"), {
    roomy: true,
    workerData: { module: module.href, data, keys },
  });
  const calls = createCalls(worker);
  return new Promise((resolve, reject) => {
    worker.on("message", (message: FromArchive) => {
      if (message.kind === "arrived") onArrival(message.watch, message.arrival);
      else if (message.kind === "opened") {
        worker.unref();
        resolve({ worker, calls });
      } else if (message.kind === "unfit") {
        reject(errorOf(message.trouble));
        void worker.terminate();
      } else calls.settle(message);
    });
    worker.on("error", reject);
    worker.once("exit", () => reject(ended()));
  });
}
