import { request as plainly } from "node:http";
import { request as securely } from "node:https";
import type { LookupFunction, Socket } from "node:net";

/** The proxy would not connect us, or could not be reached itself: `code` says how, like PROXY_407 and PROXY_ECONNREFUSED. */
class ProxyRefusal extends Error {
  override readonly name = "ProxyRefusal";
  readonly code: string;

  constructor(words: string, met: number | string, cause?: unknown) {
    super(words, { cause });
    this.code = `PROXY_${met}`;
  }
}

const answered = (status: number) => new ProxyRefusal(`the proxy answered ${status}`, status);

/** Whoever reads this must not look for the fault at the host that was meant. */
function unreached(error: unknown): unknown {
  if (!(error instanceof Error) || error.name === "AbortError") return error;
  const [first] = error instanceof AggregateError ? error.errors : [];
  const { code } = ("code" in error ? error : (first ?? error)) as NodeJS.ErrnoException;
  return code ? new ProxyRefusal("the proxy could not be reached", code, error) : error;
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
    follow?(socket: Socket): void;
  },
): Promise<Socket> {
  const { signal, lookup, ca } = given;
  const host = `${url.hostname}:${portOf(url)}`;
  return new Promise((resolve, reject) => {
    const request = (proxy.protocol === "https:" ? securely : plainly)({
      method: "CONNECT",
      host: proxy.hostname.replace(/^\[|\]$/g, ""),
      port: portOf(proxy),
      path: host,
      headers: { host, ...credentialsOf(proxy) },
      agent: false,
      signal,
      ...(lookup ? { lookup } : {}),
      ...(ca ? { ca } : {}),
    });
    if (given.follow) request.once("socket", given.follow);
    request.once("connect", ({ statusCode = 0 }, socket: Socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(answered(statusCode));
    });
    // A proxy that answers CONNECT as if it were any other request.
    request.once("response", ({ statusCode = 0 }) => {
      request.destroy();
      reject(answered(statusCode));
    });
    request.on("error", (error) => reject(unreached(error)));
    request.end();
  });
}

const portOf = ({ port, protocol }: URL): string => port || (protocol === "http:" ? "80" : "443");

function credentialsOf({ username, password }: URL): { "proxy-authorization"?: string } {
  if (!(username || password)) return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "proxy-authorization": `Basic ${Buffer.from(pair).toString("base64")}` };
}
