import type { webApi } from "@slack/bolt";
import { inTime } from "../../src/core/in-time.ts";
import type { Log } from "../../src/core/log.ts";

/** How long one call may take. Slack answers within a second or not at all. */
export const callTimeoutMs = 10_000;

type ClientOptions = NonNullable<ConstructorParameters<typeof webApi.WebClient>[1]>;

/**
 * One call, one request: the SDK's own retries turned a connection that broke after a post into three posts,
 * and its waiting on 429 stops every other channel too. Delivery knows better when to try again.
 */
export function clientOptions(given: {
  apiUrl: string;
  log: Log;
  /** Of one call. */
  timeoutMs: number;
}): ClientOptions & { fetch: typeof fetch } {
  const { timeoutMs } = given;
  return {
    slackApiUrl: given.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(given.log),
    // The SDK's own timeout would keep what it was about in memory until it is over.
    fetch: (input, init) => inTime(timeoutMs, (signal) => fetchWhole(input, { ...init, signal })),
  };
}

/** The answer with its body. The SDK recognises a 429 only if it says how long to wait. */
const fetchWhole: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  const body = await response.arrayBuffer();
  const { status, headers } = response;
  if (status === 429 && !/^\d+$/.test(headers.get("retry-after") ?? "")) {
    return new Response("", { status, headers: { "retry-after": "30" } });
  }
  return new Response([204, 304].includes(status) ? null : body, { status, headers });
};

const tokens = /\bx(?:ox[a-z]|app)-[\w-]+/gi;

/** The SDK's diary goes into ours, without its chatter and without any token. */
function boltLogger(log: Log): NonNullable<ClientOptions["logger"]> {
  const words = (said: readonly unknown[]) =>
    said
      .map((part) => (part instanceof Error ? part.message : String(part)))
      .join(" ")
      .replace(tokens, "[secret]");
  return {
    debug: () => {},
    info: () => {},
    warn: (...said) => log.warn({ sdk: "slack" }, words(said)),
    error: (...said) => log.error({ sdk: "slack" }, words(said)),
    setLevel: () => {},
    getLevel: () => "info" as webApi.LogLevel,
    setName: () => {},
  };
}
