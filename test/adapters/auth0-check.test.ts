import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { probeTenant } from "../../adapters/auth0/check.ts";
import { createTenant } from "../../adapters/auth0/tenant.ts";
import { systemClock } from "../../src/clock.ts";
import type { Tenant } from "../../src/core/tenant.ts";
import { partsRead } from "../contracts/tenant-bench.ts";
import { missingScope } from "../contracts/tenant-faults.ts";
import { type Auth0Bench, openAuth0Bench, silent } from "./auth0-bench.ts";

const every = [
  ...new Set(Object.values(partsRead).map(({ scope }) => scope)),
  "read:roles",
  "read:logs",
];

let bench: Auth0Bench;
beforeEach(async () => {
  bench = await openAuth0Bench();
});
afterEach(() => bench.close());

describe("the probe of a tenant", () => {
  it("finds nothing wrong where nothing is", async () => {
    bench.auth0.grant(every);
    expect(await probeTenant(bench.tenant)).toEqual([
      { subject: "Tenant prod", ok: true, detail: expect.stringContaining("49 of 50 requests") },
    ]);
    expect(bench.proxy.passed.length).toBeLessThan(5);
  });

  it("names each scope that is missing, what it is for and what to do", async () => {
    bench.auth0.grant(every.filter((scope) => scope !== "read:attack_protection"));
    const bad = (await probeTenant(bench.tenant)).filter(({ ok }) => !ok);
    expect(bad).toHaveLength(1);
    expect(bad[0]?.detail).toContain("read:attack_protection");
    expect(bad[0]?.detail).toContain("brute-force protection, breached-password detection");
    expect(bad[0]?.fix).toContain("read:attack_protection");
  });

  it("says what it met where Auth0 does not tell the scopes", async () => {
    bench.arm("/api/v2/logs", missingScope("read:logs"));
    const [fine, bad] = await probeTenant(bench.tenant);
    expect([fine?.ok, bad?.ok, bad?.fix]).toEqual([
      true,
      false,
      expect.stringContaining("read:logs"),
    ]);
  });

  it("tells wrong credentials", async () => {
    const [only, ...others] = await probeTenant(bench.stranger);
    expect([only?.ok, others]).toEqual([false, []]);
    expect(only?.fix).toContain("client id and secret");
  });

  it("does not wait for a tenant that hangs", async () => {
    bench.arm("/", { kind: "hang" });
    const [only] = await probeTenant(bench.tenant, 50);
    expect([only?.ok, only?.detail]).toEqual([false, expect.stringContaining("in time")]);
  });

  it("finds nothing wrong with a tenant that has no credentials", async () => {
    const tenant: Tenant = createTenant({
      name: "prod",
      domain: "acme.us.auth0.com",
      clock: systemClock,
      log: silent,
    });
    expect(await probeTenant(tenant)).toMatchObject([{ ok: true }]);
  });
});
