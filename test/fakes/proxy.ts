import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

/** An HTTP proxy on loopback that connects to where CONNECT says, or answers with `refuses`, or not at all. */
export async function openProxy(how: { refuses?: number; silent?: true } = {}) {
  const asked: { readonly host: string; readonly credentials: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  server.on("connect", ({ url = "", headers }: IncomingMessage, client: Socket) => {
    asked.push({ host: url, credentials: headers["proxy-authorization"] });
    if (how.silent) return;
    if (how.refuses) {
      client.end(`HTTP/1.1 ${how.refuses} No\r\n\r\n`);
      return;
    }
    const { port } = new URL(`https://${url}`);
    const far = connect(Number(port), "127.0.0.1", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      far.pipe(client).pipe(far);
    });
    sockets.add(far);
    for (const socket of [far, client]) socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return {
    asked,
    port,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
}
