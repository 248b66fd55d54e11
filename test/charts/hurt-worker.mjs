import { parentPort, threadId } from "node:worker_threads";

/** Draws as its chart's title says: never, by dying, or at once; the picture is the number of the thread. */
parentPort.on("message", ({ title }) => {
  if (title === "hang") for (;;);
  if (title === "die") process.exit(3);
  if (title === "throw") throw new Error("out of ink");
  if (title === "silent") return;
  if (title === "refuse") parentPort.postMessage({ kind: "problem", why: "it is too ugly" });
  else parentPort.postMessage({ kind: "drawn", png: new Uint8Array([threadId]) });
});
parentPort.postMessage({ kind: "ready" });
