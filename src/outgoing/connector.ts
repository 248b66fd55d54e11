import type { LookupFunction } from "node:net";
import { rootCertificates } from "node:tls";
import type { buildConnector as builder } from "undici";
import { SECOND } from "../core/clock.ts";
import { inTime } from "../core/in-time.ts";
import type { ProxyFor } from "./network.ts";
import { openTunnel } from "./tunnel.ts";
import { buildConnector } from "./undici.ts";

type Connector = builder.connector;

/** As long as a connection may take that needs no proxy. */
const patienceMs = 10 * SECOND;

export interface ConnectorOptions {
  readonly proxyFor: ProxyFor;
  /** Certificates (PEM) to trust beside the usual ones. */
  readonly ca?: string | undefined;
  /** How names are looked up for connections without a proxy; the system's way unless given. */
  readonly lookup?: LookupFunction | undefined;
  /** Plain http goes past the proxy: only a sandbox and this machine speak it. */
  readonly plainDirect?: boolean;
}

/** Connects undici to where it is told: through a tunnel of the proxy, which nothing remembers the password of, or straight. */
export function createConnector(options: ConnectorOptions): Connector {
  const { proxyFor, ca, lookup, plainDirect = false } = options;
  const tls = ca ? { ca: [...rootCertificates, ca] } : {};
  const straight = buildConnector({ ...tls, ...(lookup ? { lookup } : {}) });
  const secured = buildConnector(tls);

  return (wanted, callback) => {
    const secure = wanted.protocol === "https:";
    const proxy = secure || !plainDirect ? proxyFor(wanted.hostname) : undefined;
    if (!proxy) return straight(wanted, callback);
    const url = new URL(`${wanted.protocol}//${wanted.host ?? wanted.hostname}`);
    inTime(patienceMs, (signal) => openTunnel(proxy, url, { signal, ...tls })).then(
      (socket) => {
        if (secure) secured({ ...wanted, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error("no proxy"), null),
    );
  };
}
