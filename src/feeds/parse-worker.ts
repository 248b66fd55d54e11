import { parentPort } from "node:worker_threads";
import { readFeed } from "./parse.ts";
import { FeedProblem } from "./problem.ts";
import type { Draft, Ending, Reading } from "./translate.ts";

/** A document to read, or a wish for the next entries of the one that is being read. */
export type ParseRequest =
  | {
      readonly kind: "read";
      readonly bytes: Uint8Array;
      readonly contentType: string | undefined;
      readonly url: string;
    }
  | { readonly kind: "more" };

/**
 * `ready` is said once. Entries come in lots, each when it is asked for: all at once they would hold up
 * whoever unpacks them, and be in memory twice. What comes last decides whether any of them count.
 */
export type ParseReply =
  | { readonly kind: "ready" }
  | { readonly kind: "entries"; readonly entries: readonly Draft[] }
  | { readonly kind: "end"; readonly ending: Ending }
  | { readonly kind: "problem"; readonly why: string; readonly detail: string };

let reading: Promise<Reading> | undefined;

async function next(): Promise<ParseReply | undefined> {
  const step = await (await reading)?.next();
  if (!step?.done) return step && { kind: "entries", entries: step.value };
  reading = undefined;
  return { kind: "end", ending: step.value };
}

function problemOf(error: unknown): ParseReply {
  reading = undefined;
  const why = error instanceof FeedProblem ? error.message : "cannot be read as a feed";
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: "problem", why, detail };
}

parentPort?.on("message", (request: ParseRequest) => {
  if (request.kind === "read") reading = readFeed(request.bytes, request.contentType, request.url);
  // Never rejects.
  void next()
    .catch(problemOf)
    .then((reply) => parentPort?.postMessage(reply));
});
parentPort?.postMessage({ kind: "ready" } satisfies ParseReply);
