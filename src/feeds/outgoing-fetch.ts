import { rootCertificates } from "node:tls";
import { Agent, type Dispatcher, ProxyAgent, fetch as throughDispatcher } from "undici";

/** What the operator's network asks of everything that leaves the machine. */
export interface Outgoing {
  readonly proxy?: string | undefined;
  /** Certificates (PEM) to trust beside the usual ones. */
  readonly ca?: string | undefined;
}

/** A `fetch` for addresses that the settings name. Plain http, which only a sandbox speaks, goes past the proxy. */
export function createOutgoingFetch({ proxy, ca }: Outgoing): typeof fetch {
  if (!(proxy || ca)) return fetch;
  const tls = ca ? { ca: [...rootCertificates, ca] } : {};
  const direct = new Agent({ connect: tls });
  const proxied = proxy ? new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls: tls }) : direct;
  const send = (url: string, init: RequestInit | undefined, dispatcher: Dispatcher) =>
    // The same standard twice: Node's own types, and the package's.
    throughDispatcher(url, { ...(init as object), dispatcher }) as unknown as Promise<Response>;
  return (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    return send(url, init, url.startsWith("https:") ? proxied : direct);
  };
}
