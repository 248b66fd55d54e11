import { createRequire } from "node:module";
import type { ManagementClient } from "auth0";
import { Secret } from "../../src/core/secret.ts";

/** What is used of the SDK's client: it asks with a token that it gets and keeps. */
export type ApiClient = Pick<ManagementClient, "fetch">;

export interface ClientOptions {
  readonly domain: string;
  readonly credentials: { readonly clientId: string; readonly clientSecret: Secret };
}

type Credentials = ManagementClient.ManagementClientOptionsWithClientSecret;

interface TokenProvider {
  getAccessToken(): Promise<string>;
}

/** What `ManagementClient` hands on to, as far as it is used here. */
interface Parts {
  readonly TokenProvider: new (options: Credentials & { audience: string }) => TokenProvider;
  readonly makePassthroughRequest: (
    input: Parameters<ApiClient["fetch"]>[0],
    init: undefined,
    client: Pick<Credentials, "maxRetries" | "fetch"> & {
      getAuthHeaders(): Promise<Record<string, string>>;
    },
  ) => Promise<Response>;
}

let parts: Parts | undefined;

/**
 * The two parts of the SDK that `ManagementClient` is made of where it only asks. It cannot be had without the 600 files of its
 * methods, which take 6 MB of the heap for good and 26 MB while they load. By `require`, which takes less than ES modules do; when
 * first needed.
 */
function loadParts(): Parts {
  const inSdk = createRequire(createRequire(import.meta.url).resolve("auth0"));
  return {
    ...inSdk("./management/wrapper/token-provider.js"),
    ...inSdk("./management/core/fetcher/makePassthroughRequest.js"),
  };
}

/**
 * It keeps the token. Its own timeout is not set: ours covers the body too, and its timer would outlive a request that failed,
 * and keep the process from ending.
 */
export function connect(
  { domain, credentials }: ClientOptions,
  transport: typeof fetch,
): ApiClient {
  parts ??= loadParts();
  const { TokenProvider, makePassthroughRequest } = parts;
  const tokens = new TokenProvider({
    domain,
    clientId: credentials.clientId,
    // Asked for whenever it wants a token: it keeps these options for good, and they must hold no text of it.
    get clientSecret() {
      return credentials.clientSecret.reveal();
    },
    audience: `https://${domain}/api/v2/`,
    telemetry: false,
    fetch: transport,
  });
  keepOutside(tokens);
  return {
    fetch: (input) =>
      makePassthroughRequest(input, undefined, {
        maxRetries: 0,
        fetch: transport,
        getAuthHeaders: async () => ({ authorization: `Bearer ${await tokens.getAccessToken()}` }),
      }),
  };
}

/** Its token is kept as a secret is, and text only while a request leaves. */
function keepOutside(tokens: TokenProvider): void {
  let kept = new Secret("");
  Object.defineProperty(tokens, "accessToken", {
    get: () => kept.reveal(),
    set: (token: unknown) => {
      kept = new Secret(typeof token === "string" ? token : "");
    },
  });
}
