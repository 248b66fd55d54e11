import type { Server } from "node:http";
import type { Socket } from "node:net";

/** Connections at a time. Platforms need a handful; each takes a file handle, and the store needs some as well. */
const mostConnections = 1000;

/**
 * Never lets in more than so many: beyond, whoever has waited longest without a request makes room. Counting alone would
 * let a thousand silent ones keep the platforms out.
 */
export function boundCrowd(server: Server, most = mostConnections): void {
  /** Without a request, those who wait longest first. */
  const idle = new Set<Socket>();
  const all = new Set<Socket>();

  server.on("connection", (socket) => {
    all.add(socket);
    idle.add(socket);
    socket.once("close", () => leave(socket));
    if (all.size <= most) return;
    const [longest = socket] = idle;
    leave(longest);
    longest.destroy();
  });
  server.on("request", ({ socket }, response) => {
    idle.delete(socket);
    response.once("close", () => {
      if (all.has(socket)) idle.add(socket);
    });
  });

  function leave(socket: Socket): void {
    all.delete(socket);
    idle.delete(socket);
  }
}
