/** What stands in a request's way on the operator's own network, and what mends that. */
export interface Barrier {
  /** Goes on after "could not be reached: ". */
  readonly words: string;
  readonly fix: string;
}

/** A certificate that nobody issued whom this machine trusts, by the system's codes. */
export const untrusted: ReadonlySet<string> = new Set([
  "CERT_SIGNATURE_FAILURE",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);

/** Nothing has left for the other side yet: its certificate is not believed, or the proxy does not connect us. */
export const isUnsent = (code: string): boolean =>
  untrusted.has(code) ||
  code === "CERT_HAS_EXPIRED" ||
  code === "ERR_TLS_CERT_ALTNAME_INVALID" ||
  code.startsWith("PROXY_");

/** By an error's code, or one of those that caused it. Undefined where the other side is as likely to be the cause. */
export function barrierOf(error: unknown): Barrier | undefined {
  for (const code of codesIn(error)) {
    const [, met] = /^PROXY_(\w+)$/.exec(code) ?? [];
    if (met !== undefined) return proxyBarrier(met);
    if (untrusted.has(code)) {
      return {
        words: "its certificate is not trusted here",
        fix: "Name the authority of your proxy, or of your own network, in outgoing.ca.",
      };
    }
    const strange = notTaken[code];
    if (strange !== undefined) return { words: strange, fix: stranger };
  }
  return undefined;
}

/** What a service never answers by itself. */
const notTaken: Readonly<Record<string, string>> = {
  ANSWER_LEADS_ELSEWHERE: "it answered with a redirect, which is not followed",
  ANSWER_TOO_LONG: "it answered with more than 10 MB, which is not read",
};

const stranger =
  "Open that address from this machine: a proxy's page, or another server, may stand in its place.";

function proxyBarrier(met: string): Barrier {
  if (met === "407") {
    return {
      words: "the proxy wants a name and a password (407)",
      fix: "Write them into outgoing.proxy.",
    };
  }
  if (/^\d+$/.test(met)) {
    return {
      words: `the proxy answered ${met}`,
      fix: "Ask whoever runs the proxy to let Watchpost through to that host.",
    };
  }
  return {
    words: `the proxy cannot be reached (${met})`,
    fix: "See whether outgoing.proxy is its address, and whether this machine reaches it.",
  };
}

function codesIn(error: unknown, depth = 0): readonly string[] {
  if (typeof error !== "object" || error === null || depth > 5) return [];
  const { code, cause, original, errors } = error as Record<string, unknown>;
  const inner = [cause, original, ...(Array.isArray(errors) ? errors : [])];
  return [
    ...(typeof code === "string" ? [code] : []),
    ...inner.flatMap((one) => codesIn(one, depth + 1)),
  ];
}
