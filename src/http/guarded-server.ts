import { createServer, type IncomingMessage, type Server } from "node:http";
import type { RequestListener } from "../core/platform.ts";
import { boundCrowd } from "./crowd.ts";
import { bePatient } from "./patience.ts";

/** What every answer says to a browser: it is nothing but what it says it is, runs nothing, and is kept nowhere. */
const safety = {
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;

/** Of these a second one could be read differently by whoever stands before or behind this server. */
const single = new Set(["authorization", "content-type", "content-encoding", "host"]);

/** Who is too slow is cut off a moment after their time is over; Node would look twice a minute. */
const connectionsCheckingInterval = 2000;

/** A server that strangers reach: bounded in time and in number, whatever it answers. */
export function createGuardedServer(listener: RequestListener): Server {
  const server = createServer({ connectionsCheckingInterval }, (request, response) => {
    for (const [name, value] of Object.entries(safety)) response.setHeader(name, value);
    if (isClear(request)) listener(request, response);
    else response.writeHead(400, { connection: "close" }).end();
  });
  bePatient(server);
  boundCrowd(server);
  return server;
}

/** Node reads the first of two such headers, or joins them. */
function isClear({ rawHeaders }: IncomingMessage): boolean {
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? "").toLowerCase();
    if (!single.has(name)) continue;
    if (seen.has(name)) return false;
    seen.add(name);
  }
  return true;
}
