import { createRequire } from "node:module";
import type { ManagementClient } from "auth0";
import { type Clock, MINUTE } from "../../src/core/clock.ts";
import type { Secret } from "../../src/core/secret.ts";
import { saidIn } from "./refusals.ts";
import { type Answer, answerOf, createTransport } from "./transport.ts";

/** A token lives for a day. Within this time, one that lacks a scope is not given up for a new one: tokens are counted too. */
const scopesLast = 5 * MINUTE;

export interface SenderOptions {
  readonly domain: string;
  readonly origin?: string | undefined;
  readonly credentials: { readonly clientId: string; readonly clientSecret: Secret };
  readonly clock: Clock;
  /** Milliseconds for one request. */
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/** Sends GETs with a token of the SDK's, and gets a new one where the old one may be the trouble. */
export function createSender(options: SenderOptions) {
  const { clock } = options;
  let granted: readonly string[] | undefined;
  const transport = createTransport({
    ...options,
    origin: options.origin,
    onToken: (scopes) => {
      granted = scopes;
    },
  });
  let client: Promise<ManagementClient> | undefined;
  let since = 0;

  function renew(): Promise<ManagementClient> {
    since = clock.now().getTime();
    client = connect(options, transport);
    return client;
  }

  /** It may have been revoked, or the scope may have been granted since. */
  const isStale = (answer: Answer): boolean => {
    if (answer.foreign) return false;
    if (answer.status === 401) return true;
    const lacks = answer.status === 403 && saidIn(answer).errorCode === "insufficient_scope";
    return lacks && clock.now().getTime() - since > scopesLast;
  };

  return {
    granted: () => granted,
    async send(url: URL): Promise<Answer> {
      const used = client ?? renew();
      const answer = await answerOf(await (await used).fetch(url));
      if (!isStale(answer)) return answer;
      const fresh = client && client !== used ? client : renew();
      return answerOf(await (await fresh).fetch(url));
    },
  };
}

const require = createRequire(import.meta.url);

/**
 * The SDK is loaded when it is first needed, by `require`: as ES modules, its 600 files take 40 MB while they load instead
 * of 26. It keeps the token. Its own timeout is not set: ours covers
 * the body too, and its timer would outlive a request that failed, and keep the process from ending.
 */
async function connect(
  { domain, credentials }: SenderOptions,
  transport: typeof fetch,
): Promise<ManagementClient> {
  const sdk = require("auth0") as typeof import("auth0");
  return new sdk.ManagementClient({
    domain,
    clientId: credentials.clientId,
    clientSecret: credentials.clientSecret.reveal(),
    audience: `https://${domain}/api/v2/`,
    maxRetries: 0,
    telemetry: false,
    fetch: transport,
  });
}
