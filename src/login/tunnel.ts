import { request as plainly } from "node:http";
import { request as securely } from "node:https";
import type { LookupFunction, Socket } from "node:net";

/** The proxy would not connect us: `code` names its answer, like PROXY_407. */
class ProxyRefusal extends Error {
  override readonly name = "ProxyRefusal";
  readonly code: string;

  constructor(status: number) {
    super(`the proxy answered ${status}`);
    this.code = `PROXY_${status}`;
  }
}

/**
 * A connection to the host of `url` through an HTTP proxy. `follow` is given the connection to the proxy itself.
 * @throws what the connection met, or ProxyRefusal.
 */
export function openTunnel(
  proxy: URL,
  url: URL,
  given: {
    readonly signal: AbortSignal;
    readonly lookup?: LookupFunction | undefined;
    readonly ca?: string[];
    follow(socket: Socket): void;
  },
): Promise<Socket> {
  const { signal, lookup, ca } = given;
  const host = `${url.hostname}:${url.port || 443}`;
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === "https:" ? securely : plainly)({
      method: "CONNECT",
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: proxy.port || (proxy.protocol === "https:" ? 443 : 80),
      path: host,
      headers: { host, ...credentialsOf(proxy) },
      agent: false,
      signal,
      ...(lookup ? { lookup } : {}),
      ...(ca ? { ca } : {}),
    });
    request.once("socket", given.follow);
    request.once("connect", ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new ProxyRefusal(statusCode));
    });
    // A proxy that answers CONNECT as if it were any other request.
    request.once("response", ({ statusCode = 0 }) => {
      request.destroy();
      reject(new ProxyRefusal(statusCode));
    });
    request.on("error", reject);
    request.end();
  });
}

function credentialsOf({ username, password }: URL): { "proxy-authorization"?: string } {
  if (!(username || password)) return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}
