import { BlockList, isIP, isIPv4 } from "node:net";
import type { Secret } from "../core/secret.ts";

/** What the operator's network asks of everything that leaves the machine. */
export interface Network {
  /** An HTTP proxy; a name and a password may stand in its address. */
  readonly proxy?: Secret | undefined;
  /** Certificates (PEM) to trust beside the usual ones. */
  readonly ca?: string | undefined;
  /** Hosts, with all below them, and networks that are reached without the proxy. */
  readonly direct?: readonly string[] | undefined;
}

/** The proxy by which a host is reached, read anew each time, so that another password counts at once; undefined without one. */
export type ProxyFor = (hostname: string) => URL | undefined;

export function proxiesOf({ proxy, direct = [] }: Network): ProxyFor {
  if (!proxy) return () => undefined;
  const isDirect = matcherOf(direct);
  return (hostname) => (isDirect(hostname) ? undefined : new URL(proxy.reveal()));
}

function matcherOf(entries: readonly string[]): (hostname: string) => boolean {
  const networks = new BlockList();
  const hosts: string[] = [];
  for (const entry of entries) {
    const [address = "", bits] = entry.split("/");
    const family = isIPv4(address) ? "ipv4" : "ipv6";
    if (isIP(address) === 0) hosts.push(plainHost(entry));
    else networks.addSubnet(address, Number(bits ?? (family === "ipv4" ? 32 : 128)), family);
  }
  return (hostname) => {
    const host = plainHost(hostname);
    if (isIP(host) !== 0) return networks.check(host, isIPv4(host) ? "ipv4" : "ipv6");
    return hosts.some((one) => host === one || host.endsWith(`.${one}`));
  };
}

const plainHost = (host: string): string => host.toLowerCase().replace(/^\[|\]$|^\.|\.$/gu, "");
