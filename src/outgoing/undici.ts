import { createRequire } from "node:module";
import type * as undici from "undici";

const require = createRequire(import.meta.url);

/** Its parts by themselves: its index has 80 files more, with caches and WebSockets, and takes 3 MB more of the heap. */
export const Agent: typeof undici.Agent = require("undici/lib/dispatcher/agent.js");
export const buildConnector: typeof undici.buildConnector = require("undici/lib/core/connect.js");

type Asked = undici.Dispatcher.RequestOptions;

const ask: (
  this: undici.Dispatcher,
  options: Asked,
) => Promise<undici.Dispatcher.ResponseData> = require("undici/lib/api/api-request.js");

/** One request by a dispatcher, its redirects not followed. */
export function request(
  url: URL,
  { dispatcher, ...options }: Omit<Asked, "path" | "origin"> & { dispatcher: undici.Dispatcher },
): Promise<undici.Dispatcher.ResponseData> {
  return ask.call(dispatcher, { ...options, origin: url.origin, path: url.pathname + url.search });
}

/** Only networks with a proxy or certificates of their own need it. */
export const loadFetch = (): typeof undici.fetch => require("undici").fetch;
