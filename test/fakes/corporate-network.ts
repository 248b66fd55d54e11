import { createHook } from "node:async_hooks";
import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Secret } from "../../src/core/secret.ts";
import { createAuthority } from "./authority.ts";

/**
 * A network that lets nobody out but through its proxy, which wants a name and a password, opens every connection, and shows
 * certificates of its own authority. `world`: each host, and the port on loopback where it really is.
 */
export async function openCorporateNetwork(hosts: readonly string[]) {
  const authority = createAuthority();
  const { certificate: cert, privateKey: key } = authority.issue(hosts);
  const world = new Map<string, number>();
  const asked: string[] = [];
  const refused: string[] = [];
  const sockets = new Set<Socket>();
  const password = { now: "p@ss word" };
  const keep = (socket: Socket) =>
    sockets.add(
      socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket)),
    );
  let handedOn = 0;

  /** Where a connection that the proxy has opened goes on to. */
  const inside = createTlsServer({ cert, key }, (socket) => {
    keep(socket);
    const { servername } = socket as { servername?: string | false };
    handedOn += 1;
    const far = connect(world.get(String(servername)) ?? 9, "127.0.0.1");
    keep(far);
    far.pipe(socket).pipe(far);
    far.on("close", () => socket.destroy());
    socket.on("close", () => far.destroy());
  });
  const proxy = createServer((_, response) => void response.writeHead(400).end());
  proxy.on("connect", ({ url = "", headers }: IncomingMessage, socket: Socket) => {
    keep(socket);
    const pair = Buffer.from(`watchpost:${password.now}`).toString("base64");
    if (headers["proxy-authorization"] !== `Basic ${pair}`) {
      refused.push(url);
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      return;
    }
    asked.push(url);
    socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
    inside.emit("connection", socket);
  });
  await new Promise<void>((listening) => proxy.listen(0, "127.0.0.1", listening));
  const { port } = proxy.address() as AddressInfo;
  const addressWith = (word: string) =>
    `http://watchpost:${encodeURIComponent(word)}@127.0.0.1:${port}`;
  const secret = new Secret(addressWith(password.now));
  return {
    world,
    /** What was asked of the proxy, like `slack.com:443`; and what it refused. */
    asked,
    refused,
    network: { proxy: secret, ca: authority.certificate },
    /** The proxy takes another password from now on. */
    changePassword: (word: string) => void Object.assign(password, { now: word }),
    secret,
    addressWith,
    port,
    handedOn: () => handedOn,
    async close() {
      for (const socket of sockets) socket.destroy();
      proxy.closeAllConnections();
      await new Promise((closed) => proxy.close(closed));
    },
  };
}

/** Every connection that this process makes, and every name that it looks up, whoever does it. */
export function watchConnections() {
  const made: object[] = [];
  const hook = createHook({
    init(_id, type, _trigger, resource) {
      if (type === "TCPCONNECTWRAP" || type === "GETADDRINFOREQWRAP") made.push(resource);
    },
  }).enable();
  const all = () => made as { port?: number; hostname?: string }[];
  return {
    ports: () => all().flatMap(({ port }) => port ?? []),
    names: () => all().flatMap(({ hostname }) => hostname ?? []),
    stop: () => void hook.disable(),
  };
}
