import type { webApi } from "@slack/bolt";
import { inTime } from "../../src/core/in-time.ts";
import type { Log } from "../../src/core/log.ts";
import type { Outgoing } from "../../src/core/outgoing.ts";
import type { Secret } from "../../src/core/secret.ts";

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
  /** What the SDK is given in place of a token, and the token that it stands for. */
  tokens: Readonly<Record<string, Secret | undefined>>;
  outgoing: Pick<Outgoing, "fetch">;
}): ClientOptions & { fetch: typeof fetch } {
  const { timeoutMs, tokens } = given;
  const { fetch } = given.outgoing;
  return {
    slackApiUrl: given.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logger: boltLogger(given.log),
    // The SDK's own timeout would keep what it was about in memory until it is over.
    fetch: (input, init) =>
      inTime(timeoutMs, (signal) =>
        whole(fetch(input, { ...init, ...withToken(init?.headers, tokens), signal })),
      ),
  };
}

/**
 * The SDK knows names in place of tokens, so that it keeps none and shows none; the token itself goes into the request as it
 * leaves, and may be another one than at the last.
 */
function withToken(
  given: RequestInit["headers"],
  tokens: Readonly<Record<string, Secret | undefined>>,
): Pick<RequestInit, "headers"> {
  const headers = new Headers(given);
  const name = headers.get("authorization")?.replace(/^Bearer /u, "") ?? "";
  const token = Object.hasOwn(tokens, name) ? tokens[name] : undefined;
  if (token) headers.set("authorization", `Bearer ${token.reveal()}`);
  return { headers: Object.fromEntries(headers) };
}

/** What stands for the bot's token, and for the app's, in all that the SDK is given. */
export const named = { bot: "the-bot-token", app: "the-app-token" } as const;

/** The answer with its body. The SDK recognises a 429 only if it says how long to wait. */
async function whole(answer: Promise<Response>): Promise<Response> {
  const response = await answer;
  const body = await response.arrayBuffer();
  const { status, headers } = response;
  if (status === 429 && !/^\d+$/.test(headers.get("retry-after") ?? "")) {
    return new Response("", { status, headers: { "retry-after": "30" } });
  }
  // The headers may be of undici's own kind.
  return new Response([204, 304].includes(status) ? null : body, {
    status,
    headers: [...headers] as [string, string][],
  });
}

const tokenForm = /\bx(?:ox[a-z]|app)-[\w-]+/gi;

/** The SDK's diary goes into ours, without its chatter and without any token. */
function boltLogger(log: Log): NonNullable<ClientOptions["logger"]> {
  const words = (said: readonly unknown[]) =>
    said
      .map((part) => (part instanceof Error ? part.message : String(part)))
      .join(" ")
      .replace(tokenForm, "[secret]");
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
