import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";
import { outsideRequests } from "./core/request-id.ts";
import { leaveRoom, stayLean } from "./lean.ts";

/** The file of that name beside the asking module: `.ts` when run from source, `.js` once built. */
export function fileBeside(moduleUrl: string, name: string): URL {
  const extension = new URL(moduleUrl).pathname.endsWith(".ts") ? ".ts" : ".js";
  return new URL(`./${name}${extension}`, moduleUrl);
}

/**
 * Starts a worker from a file of ours. Node 20 cannot run TypeScript in a worker by itself, and tsx's
 * hooks do not reach into workers, so a `.ts` file is booted through tsx's own API; `.js` needs nothing.
 * `roomy`: it may take more memory than others while it has much to do (`src/room.ts`).
 */
export function startWorker(
  url: URL,
  { roomy = false, ...options }: WorkerOptions & { readonly roomy?: boolean } = {},
): Worker {
  if (roomy) leaveRoom();
  const worker = outsideRequests(() => create(url, options));
  worker.once("online", stayLean);
  return worker;
}

function create(url: URL, options: WorkerOptions): Worker {
  if (!url.pathname.endsWith(".ts")) return new Worker(url, options);
  // Its CommonJS twin, which `resolve` finds, looks for its parts in the wrong place.
  const resolved = createRequire(import.meta.url).resolve("tsx/esm/api");
  const tsx = pathToFileURL(resolved.replace(/\.cjs$/, ".mjs"));
  const boot = `import(${JSON.stringify(tsx.href)})
    .then(({ register }) => { register(); return import(${JSON.stringify(url.href)}); })
    .catch((error) => { setImmediate(() => { throw error; }); });`;
  // Hooks of the parent (a test runner's, tsx's own) would be loaded twice, hence no inherited arguments.
  return new Worker(boot, { execArgv: [], ...options, eval: true });
}
