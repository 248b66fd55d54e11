import type { Worker } from "node:worker_threads";
import { SECOND } from "../core/clock.ts";
import { UpstreamError } from "../core/errors.ts";
import type { FeedDocument } from "../core/source.ts";
import { keepWorker } from "../kept-worker.ts";
import { fileBeside } from "../worker.ts";
import { assemble } from "./assemble.ts";
import type { ParseReply, ParseRequest } from "./parse-worker.ts";
import type { Draft } from "./translate.ts";

/** Reads feeds away from the main thread, so that nothing a feed does can hold up an answer. */
export interface FeedParser {
  /** Rejects with an UpstreamError that says why the document could not be read. */
  parse(bytes: Uint8Array, contentType: string | undefined, url: string): Promise<FeedDocument>;
  close(): Promise<void>;
}

export interface FeedParserOptions {
  readonly limitMs?: number;
  /** Of the parser alone: what the whole process takes stays below 200 MB with 48, and 5 MB of any feed need less. */
  readonly memoryMb?: number;
}

type ReadRequest = Extract<ParseRequest, { kind: "read" }>;

/** Bytes of a document after which the worker is replaced: what it has taken it would keep for good. */
const large = 1024 * 1024;

/** Feeds are read a minute apart at most: what is kept between takes some 20 MB. */
const idleMs = 5 * SECOND;

/** One worker, kept for a while, reading one document at a time; it is ended and replaced when one takes too much. */
export function createFeedParser(options: FeedParserOptions = {}): FeedParser {
  const { limitMs = 2 * SECOND, memoryMb = 48 } = options;
  const file = fileBeside(import.meta.url, "parse-worker");
  const memory = { old: memoryMb, young: 8 };
  const worker = keepWorker({ file, what: "what reads feeds", idleMs, memory });
  let before: Promise<unknown> = Promise.resolve();

  async function parseNow(request: ReadRequest): Promise<FeedDocument> {
    const size = request.bytes.byteLength;
    const outcome = await worker.get().then(
      (running) => ask(running, request, { limitMs, memoryMb }),
      (): Outcome => ({ why: "could not be read: the parser did not start", broken: true }),
    );
    if (outcome.broken || size > large) await worker.end();
    else worker.rest();
    if (outcome.document) return outcome.document;
    const host = hostOf(request.url);
    const words = `What ${host} sent ${outcome.why ?? "cannot be read as a feed"}.`;
    throw new UpstreamError(host, words, { cause: outcome.detail });
  }

  return {
    parse(bytes, contentType, url) {
      // A copy, since what is handed over to a worker is gone here; made only when its turn has come.
      const parsing = before.then(() =>
        parseNow({ kind: "read", bytes: new Uint8Array(bytes), contentType, url }),
      );
      before = parsing.catch(() => undefined);
      return parsing;
    },
    async close() {
      await before;
      await worker.end();
    },
  };
}

interface Outcome {
  readonly document?: FeedDocument;
  readonly why?: string;
  readonly detail?: string;
  /** The worker cannot be used again. */
  readonly broken: boolean;
}

function ask(
  worker: Worker,
  request: ReadRequest,
  { limitMs, memoryMb }: Required<FeedParserOptions>,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const drafts: Draft[] = [];
    const settle = (outcome: Outcome) => {
      stop();
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      worker.unref();
      resolve(outcome);
    };
    const onMessage = (reply: ParseReply) => {
      if (reply.kind === "entries") {
        drafts.push(...reply.entries);
        worker.postMessage({ kind: "more" } satisfies ParseRequest);
      }
      if (reply.kind === "end") {
        settle({ document: assemble(drafts, reply.ending), broken: false });
      }
      if (reply.kind === "problem") settle({ ...reply, broken: false });
    };
    const onError = (error: Error & { code?: string }) => {
      const memory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      const why = memory ? `takes more than ${memoryMb} MB of memory to read` : undefined;
      settle({ ...(why ? { why } : {}), detail: error.message, broken: true });
    };
    const onExit = () => settle({ broken: true });
    const stop = afterWork(limitMs, () =>
      settle({ why: `takes longer than ${limitMs / SECOND} s to read`, broken: true }),
    );
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    worker.ref();
    worker.postMessage(request, [request.bytes.buffer as ArrayBuffer]);
  });
}

/**
 * Calls back once so many milliseconds of work may have been done: where other programs keep the processor
 * busy, a good document is not to blame. Four times as long is long enough for anything.
 */
function afterWork(limitMs: number, call: () => void): () => void {
  const begun = performance.now();
  const cpu = process.cpuUsage();
  const look = () => {
    const { user, system } = process.cpuUsage(cpu);
    const left = limitMs - (user + system) / SECOND;
    if (left < 1 || performance.now() - begun >= 4 * limitMs) call();
    else timer = setTimeout(look, left);
  };
  let timer = setTimeout(look, limitMs);
  return () => clearTimeout(timer);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "the feed";
}
