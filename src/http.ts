import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SettingsError } from "./core/errors.ts";
import type { RequestListener } from "./core/platform.ts";

/** The bot's one public server. Platforms mount their paths on it; every other path is answered with 404. */
export interface PublicServer {
  mount(path: string, listener: RequestListener): void;
  /** True where nothing is mounted: then there is no need to listen. */
  readonly empty: boolean;
  /** Resolves with the port once it listens. */
  listen(host: string, port: number): Promise<number>;
  /** Takes no new requests, and resolves once those under way are answered. */
  close(): Promise<void>;
}

/**
 * Slow senders are cut off: a platform sends its few kilobytes at once. An idle connection is kept longer than the
 * minute after which proxies give theirs up: whoever closes first may close on a request that is under way.
 */
const patienceMs = { headers: 10_000, request: 30_000, keepAlive: 65_000 } as const;

export function createPublicServer(): PublicServer {
  const mounted = new Map<string, RequestListener>();
  const server = createServer((request, response) => {
    const listener = mounted.get(pathOf(request));
    if (listener) listener(request, response);
    else notFound(response);
  });
  server.headersTimeout = patienceMs.headers;
  server.requestTimeout = patienceMs.request;
  server.keepAliveTimeout = patienceMs.keepAlive;
  return {
    mount: (path, listener) => void mounted.set(path, listener),
    get empty() {
      return mounted.size === 0;
    },
    listen: (host, port) => listen(server, host, port),
    close: () => close(server),
  };
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?", 1)[0] ?? "/";
}

function notFound(response: ServerResponse): void {
  response.writeHead(404, { "content-type": "text/plain; charset=utf-8" }).end("Nothing here.\n");
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        new SettingsError("The listener", [
          `http: ${host}:${port} cannot be listened on (${error.code}); choose another port`,
        ]),
      ),
    );
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const close = () => server.closeIdleConnections();
    // Each connection whose last request is answered would else be kept for as long as any idle one.
    const again = setInterval(close, 50);
    server.close(() => {
      clearInterval(again);
      resolve();
    });
    close();
  });
}
