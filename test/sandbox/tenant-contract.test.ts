import { afterAll, beforeAll, expect } from "vitest";
import { pretendTenant } from "../../src/sandbox/credentials.ts";
import { type Sandbox, startSandbox } from "../../src/sandbox/server.ts";
import { openTenantBench } from "../adapters/auth0-bench.ts";
import { describeTenant } from "../contracts/tenant.ts";

const minute = 60_000;
const began = new Date(Date.now() - 90 * minute);
// The sandbox's time stands still during each test, so that no event comes between two pages.
let now = began.getTime() + 10 * minute;
let sandbox: Sandbox;

beforeAll(async () => {
  const limit = { burst: 10_000, perSecond: 100 };
  const clock = { now: () => new Date(now) };
  sandbox = await startSandbox({ port: 0, began, clock, tenant: { limit } });
});
afterAll(() => sandbox.close());

describeTenant("The sandbox's tenant behind the Auth0 adapter", () => {
  now += minute;
  const { domain, management, syntheticLogin } = pretendTenant;
  return openTenantBench({
    origin: sandbox.url,
    domain,
    ...management,
    testUser: syntheticLogin.username,
    connection: syntheticLogin.connection,
    crowd: { terms: [] },
    holds: {
      mailProvider: null,
      logStreams: [{ name: "Pretend log export", type: "http", status: "suspended" }],
      bruteForceProtection: { enabled: true, shields: ["block", "user_notification"] },
      breachedPasswordDetection: { enabled: false, shields: [] },
      suspiciousIpThrottling: { enabled: true, shields: ["admin_notification", "block"] },
      customDomains: [{ domain: "login.pretend-shop.example.com", status: "ready" }],
      rules: ["Pretend: greet customers who come back"],
      hooks: [],
      testUser: { id: expect.stringMatching(/^auth0\|/), roles: [], permissions: [] },
    },
    tokens: () => [],
    close: async () => undefined,
  });
});
