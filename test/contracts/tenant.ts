import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PartName } from "../../src/core/tenant.ts";
import { type OpenTenantBench, partNames, type TenantBench } from "./tenant-bench.ts";
import { describeTenantFailures } from "./tenant-failures.ts";
import { describeTenantLogs } from "./tenant-logs.ts";

/** What every tenant must do, whatever answers for its Management API. */
export function describeTenant(name: string, open: OpenTenantBench): void {
  describe(`${name}, as a tenant`, () => {
    let bench: TenantBench;
    beforeEach(async () => {
      bench = await open();
    });
    afterEach(() => bench.close());

    for (const part of partNames) {
      it(`tells its ${part}`, async () => {
        const value = await bench.tenant.read(part);
        expect(value).toEqual(part in bench.holds ? bench.holds[part] : anything[part]);
      });
    }

    it("tells how much may still be asked, once an answer told it", async () => {
      expect(bench.tenant.quota()).toBeUndefined();
      await bench.tenant.read("settings");
      const quota = bench.tenant.quota();
      expect(quota?.limit).toBeGreaterThan(0);
      expect(quota?.remaining).toBeLessThanOrEqual(quota?.limit ?? 0);
      expect(quota?.resetsAt).toBeInstanceOf(Date);
    });

    it("answers many questions that come at once", async () => {
      const answers = await Promise.all(partNames.map((part) => bench.tenant.read(part)));
      expect(answers).toHaveLength(partNames.length);
    });

    describeTenantLogs(() => bench);
    describeTenantFailures(() => bench);
  });
}

const strings = expect.toSatisfy(
  (value: unknown) =>
    Array.isArray(value) && value.every((item) => typeof item === "string" && item !== ""),
);
const list = (shape: object) =>
  expect.toSatisfy((value: unknown) => {
    expect(value).toBeInstanceOf(Array);
    for (const item of value as readonly unknown[]) expect(item).toMatchObject(shape);
    return true;
  });
const nullOr = (shape: object) =>
  expect.toSatisfy((value: unknown) => {
    if (value !== null) expect(value).toMatchObject(shape);
    return true;
  });
const text: unknown = expect.any(String);
const flag: unknown = expect.any(Boolean);

const anything: Readonly<Record<PartName, unknown>> = {
  settings: expect.any(Object),
  mailProvider: nullOr({ name: text, enabled: flag }),
  logStreams: list({ name: text, type: text, status: text }),
  applications: list({
    id: text,
    name: text,
    callbacks: strings,
    allowedOrigins: strings,
    logoutUrls: strings,
    firstParty: flag,
    global: flag,
  }),
  actions: list({ name: text, deployed: flag }),
  bruteForceProtection: { enabled: flag },
  breachedPasswordDetection: { enabled: flag },
  suspiciousIpThrottling: { enabled: flag },
  customDomains: list({ domain: text, status: text }),
  rules: strings,
  hooks: strings,
  testUser: nullOr({ id: text, roles: strings, permissions: strings }),
};
