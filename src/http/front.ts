import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { Door, OpenedDoor } from "../core/door.ts";
import type { Log } from "../core/log.ts";
import { inRequest, newRequestId } from "../core/request-id.ts";
import { doorJournal } from "../journal.ts";
import { fileBeside, startWorker } from "../worker.ts";
import type { FromFront, ToFront } from "./front-messages.ts";

/** The thread that answers at the doors. */
export interface Front {
  /** Before it listens. */
  add(path: string, door: Door): OpenedDoor;
  /** Resolves with the port. Rejects with the error's code as its message. */
  listen(at: Where): Promise<number>;
  /** Resolves once the requests under way are answered. */
  close(): Promise<void>;
}

interface Where {
  readonly host: string;
  readonly port: number;
  /** Where every other path is answered. */
  readonly inner: string;
}

const notKept =
  "what came in could not be kept on disk; a kill of the bot may leave some of it unanswered";

/** A thread that failed is begun anew, on the same port: nothing else would answer. */
const pauseMs = 500;

/** `journals`: the folder in which doors keep what they took; absent where nothing outlives the bot. */
export function createFront(log: Log, journals?: string): Front {
  const doors = new Map<string, Door>();
  const shutting = createShutting();
  let worker: Worker | undefined;
  let closing: (() => void) | undefined;

  const tell = (message: ToFront) => worker?.postMessage(message);

  function hear({ path, said, id, kept }: Extract<FromFront, { kind: "said" }>): void {
    const release = () => {
      if (kept !== undefined) tell({ kind: "released", kept });
    };
    const waits = id !== undefined;
    const answer = doors.get(path)?.hear(said, release, waits);
    if (waits) tell({ kind: "answer", id, json: answer && JSON.stringify(answer) });
  }

  function heed(message: FromFront, from: Worker): void {
    if (message.kind === "said") inRequest(newRequestId(), () => hear(message));
    else if (message.kind === "took") doors.get(message.path)?.took?.(message.ms);
    else if (message.kind === "shut") shutting.done(message.path);
    else if (message.kind === "trouble") log.error({ code: message.code }, notKept);
    else if (message.kind === "closed") void from.terminate();
  }

  /** Resolves with the port, once the thread listens. */
  function open(at: Where): Promise<number> {
    const begun = startWorker(fileBeside(import.meta.url, "front-thread"));
    worker = begun;
    const listening = portOf(begun);
    begun.on("message", (message: FromFront) => heed(message, begun));
    begun.on("error", (error) => log.error({ err: error }, "the thread at the front failed"));
    begun.on("exit", () => void exited(at, listening));
    tell({ kind: "open", ...at, doors: listed(doors, journals) });
    return listening;
  }

  async function exited(at: Where, listening: Promise<number>): Promise<void> {
    shutting.allDone();
    if (closing) return closing();
    const port = await listening.catch(() => undefined);
    if (port === undefined) return;
    await new Promise((wait) => setTimeout(wait, pauseMs));
    await open({ ...at, port }).catch((error: unknown) =>
      log.error({ err: error }, "nothing listens any more; start Watchpost again"),
    );
  }

  return {
    add(path, door) {
      doors.set(path, door);
      const shut = () => tell({ kind: "shut", path });
      return {
        // A thread that is begun anew begins with it.
        renew(data) {
          doors.set(path, { ...door, data });
          tell({ kind: "renew", path, data });
        },
        shut: async () => (worker ? shutting.begin(path, shut) : undefined),
      };
    },
    listen: open,
    close: () =>
      new Promise((resolve) => {
        closing = resolve;
        if (worker) tell({ kind: "close" });
        else resolve();
      }),
  };
}

const listed = (doors: ReadonlyMap<string, Door>, journals: string | undefined) =>
  [...doors].map(([path, { module, data }]) => ({
    path,
    module: module.href,
    data,
    ...(journals ? { journal: join(journals, doorJournal(path)) } : {}),
  }));

/** The port that the thread listens on; rejects with the error's code where it may not. */
function portOf(worker: Worker): Promise<number> {
  return new Promise((resolve, reject) => {
    worker.on("message", (message: FromFront) => {
      if (message.kind === "listening") resolve(message.port);
      if (message.kind === "refused") reject(new Error(message.code));
    });
    worker.on("exit", () => reject(new Error("the thread ended")));
  });
}

/** Who waits for which door to be shut. A thread that is gone takes nothing any more. */
function createShutting() {
  const waiting = new Map<string, () => void>();
  const done = (path: string): void => {
    waiting.get(path)?.();
    waiting.delete(path);
  };
  return {
    done,
    allDone(): void {
      for (const path of [...waiting.keys()]) done(path);
    },
    begin: (path: string, shut: () => void): Promise<void> =>
      new Promise((resolve) => {
        waiting.set(path, resolve);
        shut();
      }),
  };
}
