import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort } from "node:worker_threads";
import type { Chart } from "../core/message.ts";
import { pngOf } from "./png.ts";

/** `ready` is said once; then one answer for each chart. */
export type DrawReply =
  | { readonly kind: "ready" }
  | { readonly kind: "drawn"; readonly png: Uint8Array }
  | { readonly kind: "problem"; readonly why: string };

function draw(chart: Chart): DrawReply {
  try {
    return { kind: "drawn", png: pngOf(chart) };
  } catch (error) {
    return { kind: "problem", why: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * A picture's dots and letters are outside the heap, where the engine does not see how much they take: by itself it would leave
 * those of many pictures there, 10 to 20 MB. The only way to have them given back takes 10 ms.
 */
setFlagsFromString("--expose-gc");
const collect: () => void = runInNewContext("gc");

parentPort?.on("message", (chart: Chart) => {
  parentPort?.postMessage(draw(chart));
  setImmediate(collect);
});
parentPort?.postMessage({ kind: "ready" } satisfies DrawReply);
