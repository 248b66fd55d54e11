import { pretendTenant } from "../../src/sandbox/credentials.ts";
import { startSandbox } from "../../src/sandbox/server.ts";
import type { TenantOptions } from "../../src/sandbox/tenant/tenant.ts";

export const began = new Date("2026-11-22T18:00:00Z");
const realmGrant = "http://auth0.com/oauth/grant-type/password-realm";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Whatever JSON it is: a test says what it should be.
  readonly body: ReturnType<typeof JSON.parse>;
}

/** A sandbox's tenant as its clients see it, at a time that stands still until it is moved. */
export async function openTenantBench(tenant: TenantOptions = {}) {
  const domain = tenant.domain ?? pretendTenant.domain;
  const time = { seconds: 600 };
  const now = () => new Date(began.getTime() + time.seconds * 1000);
  const limit = { burst: 10_000, perSecond: 10_000 };
  const sandbox = await startSandbox({
    port: 0,
    began,
    clock: { now },
    tenant: { limit, ...tenant },
  });
  let token: string | undefined;

  async function ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(`${sandbox.url}${path}`, init);
    const { status, headers } = response;
    return { status, headers, body: await response.json() };
  }

  const askToken = (words: object) =>
    ask("/oauth/token", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(words),
    });

  const asManager = (words: object = {}) =>
    askToken({
      grant_type: "client_credentials",
      client_id: pretendTenant.management.clientId,
      client_secret: pretendTenant.management.clientSecret,
      audience: `https://${domain}/api/v2/`,
      ...words,
    });

  return {
    url: sandbox.url,
    domain,
    time,
    now,
    ask,
    askToken,
    asManager,
    /** The synthetic login, with other words where they are given. */
    logIn(words: object = {}) {
      const { clientId, clientSecret, username, password, connection } =
        pretendTenant.syntheticLogin;
      const usual = { client_id: clientId, client_secret: clientSecret, username, password };
      return askToken({
        grant_type: realmGrant,
        realm: connection,
        scope: "openid email",
        ...usual,
        ...words,
      });
    },
    /** Asks the Management API with a good token. */
    async read(path: string, query: Record<string, string> = {}): Promise<Answer> {
      token ??= String((await asManager()).body.access_token);
      const questions = new URLSearchParams(query);
      return ask(`/api/v2/${path}?${questions}`, { headers: { authorization: `Bearer ${token}` } });
    },
    close: () => sandbox.close(),
  };
}
export type TenantBench = Awaited<ReturnType<typeof openTenantBench>>;
