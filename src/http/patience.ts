import type { Server, ServerResponse } from "node:http";

/**
 * Slow senders are cut off: a platform sends its few kilobytes at once. An idle connection is kept longer than the
 * minute after which proxies give theirs up: whoever closes first may close on a request that is under way.
 */
const patienceMs = { headers: 10_000, request: 30_000, keepAlive: 65_000 } as const;

export function bePatient(server: Server): void {
  server.headersTimeout = patienceMs.headers;
  server.requestTimeout = patienceMs.request;
  server.keepAliveTimeout = patienceMs.keepAlive;
}

/** Whoever sends more slowly than this at the end is cut off, and sends again. */
const endingMs = 5000;

/**
 * Takes no new connections, and resolves once the requests under way are answered. Connections that go on would bring new ones
 * for as long as their senders like, so each is told to end with its answer.
 */
export function closeServer(server: Server): Promise<void> {
  if (!server.listening) return Promise.resolve();
  return new Promise((resolve) => {
    const close = () => server.closeIdleConnections();
    // Each connection whose last request is answered would else be kept for as long as any idle one.
    const again = setInterval(close, 50);
    const late = setTimeout(() => server.closeAllConnections(), endingMs);
    server.prependListener("request", (_, response: ServerResponse) =>
      response.setHeader("connection", "close"),
    );
    server.close(() => {
      clearInterval(again);
      clearTimeout(late);
      resolve();
    });
    close();
  });
}
