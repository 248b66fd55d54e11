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

parentPort?.on("message", (chart: Chart) => parentPort?.postMessage(draw(chart)));
parentPort?.postMessage({ kind: "ready" } satisfies DrawReply);
