import type { IncomingHttpHeaders } from "node:http";

/** Headers that a proxy or a tunnel adds: whoever stands behind it is not on this machine. */
const forwarding =
  /^(forwarded|x-forwarded(-.*)?|x-real-ip|via|x-original-.*|x-client-ip|x-cluster-client-ip|client-ip|true-client-ip|fastly-client-ip|x-envoy-.*|x-proxyuser-ip|cf-.*|cdn-loop|x-azure-.*|x-amzn-trace-id)$/;

/**
 * Why a request may not come in, in words; undefined if it may. The page has no log-in: it is for whoever sits at this
 * machine, so other machines, and web pages of other sites open in the same browser, are kept out.
 */
export function refusalOf(headers: IncomingHttpHeaders, port: number): string | undefined {
  const host = headers.host?.toLowerCase() ?? "";
  if (!hostsOf(port).includes(host)) {
    return `The local chat answers only at http://127.0.0.1:${port}, not at "${host}". Open that address on the machine that Watchpost runs on.`;
  }
  const forwarded = Object.keys(headers).find((name) => forwarding.test(name));
  if (forwarded) {
    return `The local chat has no log-in and cannot be reached through a proxy or tunnel (this request carries "${forwarded}"). Open http://127.0.0.1:${port} on the machine that Watchpost runs on.`;
  }
  return foreignPage(headers, host);
}

function foreignPage(headers: IncomingHttpHeaders, host: string): string | undefined {
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  const ownOrigin = origin === undefined || origin.toLowerCase() === `http://${host}`;
  const ownSite = site === undefined || site === "same-origin" || site === "none";
  if (ownOrigin && ownSite) return undefined;
  return `The local chat takes no requests from other web pages. Type http://${host} into the browser's address bar.`;
}

function hostsOf(port: number): readonly string[] {
  const hosts = ["127.0.0.1", "localhost", "[::1]"];
  return [...hosts.map((host) => `${host}:${port}`), ...(port === 80 ? hosts : [])];
}

/** What every answer says to the browser: nothing but our own files runs here, and nobody frames it. */
export const safety = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cache-control": "no-store",
} as const;
