import { parentPort } from "node:worker_threads";
import type { FeedDocument } from "../core/source.ts";
import { parseFeed } from "./parse.ts";
import { FeedProblem } from "./problem.ts";

/** One document to read. */
export interface ParseRequest {
  readonly bytes: Uint8Array;
  readonly contentType: string | undefined;
  readonly url: string;
}

/** What came of it; `ready` is said once, when the worker can begin. */
export type ParseReply =
  | { readonly kind: "ready" }
  | { readonly kind: "document"; readonly document: FeedDocument }
  | { readonly kind: "problem"; readonly why: string; readonly detail: string };

const reply = (message: ParseReply) => parentPort?.postMessage(message);

parentPort?.on("message", ({ bytes, contentType, url }: ParseRequest) => {
  parseFeed(bytes, contentType, url).then(
    (document) => reply({ kind: "document", document }),
    (error: unknown) => {
      const why = error instanceof FeedProblem ? error.message : "cannot be read as a feed";
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      reply({ kind: "problem", why, detail });
    },
  );
});
reply({ kind: "ready" });
