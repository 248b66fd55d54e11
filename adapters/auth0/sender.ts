import { type Clock, MINUTE } from "../../src/core/clock.ts";
import type { Secret } from "../../src/core/secret.ts";
import { saidIn } from "./refusals.ts";
import { type ApiClient, connect } from "./sdk.ts";
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
  let client: ApiClient | undefined;
  let since = 0;

  function renew(): ApiClient {
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
      const answer = await answerOf(await used.fetch(url));
      if (!isStale(answer)) return answer;
      const fresh = client && client !== used ? client : renew();
      return answerOf(await fresh.fetch(url));
    },
  };
}
