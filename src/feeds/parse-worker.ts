import { parentPort } from "node:worker_threads";
import type { Entry, FeedDocument } from "../core/source.ts";
import { parseFeed } from "./parse.ts";
import { FeedProblem } from "./problem.ts";

/** A document to read, or a wish for the next entries of the one that was read. */
export type ParseRequest =
  | {
      readonly kind: "read";
      readonly bytes: Uint8Array;
      readonly contentType: string | undefined;
      readonly url: string;
    }
  | { readonly kind: "more" };

/** `ready` is said once. A document comes last, after its entries: all at once they would hold up whoever unpacks them. */
export type ParseReply =
  | { readonly kind: "ready" }
  | { readonly kind: "entries"; readonly entries: readonly Entry[] }
  | { readonly kind: "document"; readonly document: FeedDocument }
  | { readonly kind: "problem"; readonly why: string; readonly detail: string };

const atOnce = 50;
let current: FeedDocument | undefined;
let sent = 0;

const reply = (message: ParseReply) => parentPort?.postMessage(message);

function sendMore(): void {
  if (!current) return;
  const entries = current.entries.slice(sent, sent + atOnce);
  sent += entries.length;
  if (entries.length > 0) {
    reply({ kind: "entries", entries });
  } else {
    reply({ kind: "document", document: { ...current, entries: [] } });
    current = undefined;
  }
}

parentPort?.on("message", (request: ParseRequest) => {
  if (request.kind === "more") {
    sendMore();
    return;
  }
  parseFeed(request.bytes, request.contentType, request.url).then(
    (document) => {
      current = document;
      sent = 0;
      sendMore();
    },
    (error: unknown) => {
      const why = error instanceof FeedProblem ? error.message : "cannot be read as a feed";
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      reply({ kind: "problem", why, detail });
    },
  );
});
reply({ kind: "ready" });
