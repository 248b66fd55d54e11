import { createTenant, type TenantOptions } from "../../adapters/auth0/tenant.ts";
import { systemClock } from "../../src/clock.ts";
import type { Log } from "../../src/core/log.ts";
import { Secret } from "../../src/core/secret.ts";
import type { TenantBench } from "../contracts/tenant-bench.ts";
import { holds, testUserName } from "../fakes/auth0/parts.ts";
import { logRecords } from "../fakes/auth0/records.ts";
import { clientId, clientSecret, startFakeAuth0 } from "../fakes/auth0/server.ts";
import { startFaultyProxy } from "../fakes/faulty-proxy.ts";

export const silent: Log = { info: () => {}, warn: () => {}, error: () => {} };

/** What stands behind a bench: something that answers like Auth0, on loopback. */
export interface Site extends Pick<TenantBench, "holds" | "crowd" | "testUser"> {
  readonly origin: string;
  readonly domain: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The connection of the synthetic login's user, where it is to be told. */
  readonly connection?: string;
  /** Tokens that it gave out. */
  tokens(): readonly string[];
  close(): Promise<void>;
}

/** The Auth0 adapter before any such site, with the faulty proxy in between. */
export async function openTenantBench(
  site: Site,
  more: Partial<TenantOptions> = {},
): Promise<TenantBench & { readonly proxy: Awaited<ReturnType<typeof startFaultyProxy>> }> {
  const proxy = await startFaultyProxy(site.origin);
  const make = (given: { secret?: string; timeoutMs?: number } = {}) =>
    createTenant({
      name: "prod",
      domain: site.domain,
      origin: proxy.url,
      credentials: {
        clientId: site.clientId,
        clientSecret: new Secret(given.secret ?? site.clientSecret),
      },
      testUser: { username: site.testUser, connection: site.connection },
      clock: systemClock,
      log: silent,
      timeoutMs: given.timeoutMs,
      // What is assumed before anything is told: enough not to slow the suite.
      plan: "enterprise",
      ...more,
    });
  const wrong = "a-secret-that-is-not-the-right-one";
  return {
    proxy,
    tenant: make(),
    hasty: make({ timeoutMs: 500 }),
    stranger: make({ secret: wrong }),
    holds: site.holds,
    crowd: site.crowd,
    testUser: site.testUser,
    arm: proxy.arm,
    disarm: proxy.disarm,
    secrets: () => [
      site.clientSecret,
      encodeURIComponent(site.clientSecret),
      wrong,
      ...site.tokens(),
    ],
    async close() {
      await proxy.close();
      await site.close();
    },
  };
}

/** The adapter before the fake of the Management API. */
export async function openAuth0Bench(more: Partial<TenantOptions> = {}, records = logRecords(30)) {
  const auth0 = await startFakeAuth0({ records });
  const site = {
    origin: auth0.origin,
    domain: "acme.us.auth0.com",
    clientId,
    clientSecret,
    testUser: testUserName,
    connection: "Synthetic",
    holds,
    crowd: { terms: [] },
    tokens: () => auth0.tokens,
    close: auth0.close,
  };
  return { auth0, ...(await openTenantBench(site, more)) };
}
export type Auth0Bench = Awaited<ReturnType<typeof openAuth0Bench>>;
