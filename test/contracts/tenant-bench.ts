import { inspect } from "node:util";
import { expect } from "vitest";
import type { LogQuery } from "../../src/core/log-query.ts";
import {
  type PartName,
  type Parts,
  type Refusal,
  type Tenant,
  TenantError,
} from "../../src/core/tenant.ts";
import type { Fault } from "../fakes/faulty-proxy.ts";

/** A tenant with something like its Management API behind it, and a hand in between that can spoil answers. */
export interface TenantBench {
  readonly tenant: Tenant;
  /** The same, but it waits for half a second at most. */
  readonly hasty: Tenant;
  /** The same, with a client secret that is not the right one. */
  readonly stranger: Tenant;
  /** What the tenant's settings are known to be, part by part; what is not told is read, and its shape looked at. */
  readonly holds: Partial<Parts>;
  /** Lets more than 1,000 of its events through. */
  readonly crowd: LogQuery;
  /** The user of the synthetic login, whom `holds.testUser` is about. */
  readonly testUser: string;
  /** Whatever is asked at a path that begins so meets this: always, or so many times. */
  arm(pathPrefix: string, fault: Fault, times?: number): void;
  disarm(): void;
  /** What no error may show: the client's secret, and every token given out so far. */
  secrets(): readonly string[];
  close(): Promise<void>;
}
export type OpenTenantBench = () => Promise<TenantBench>;

export const api = "/api/v2/";
export const tokens = "/oauth/token";

/** Which scope each part takes, and a path it is read from. */
export const partsRead: Readonly<Record<PartName, { scope: string; path: string }>> = {
  settings: { scope: "read:tenant_settings", path: "/api/v2/tenants/settings" },
  mailProvider: { scope: "read:email_provider", path: "/api/v2/emails/provider" },
  logStreams: { scope: "read:log_streams", path: "/api/v2/log-streams" },
  applications: { scope: "read:clients", path: "/api/v2/clients" },
  actions: { scope: "read:actions", path: "/api/v2/actions/actions" },
  bruteForceProtection: {
    scope: "read:attack_protection",
    path: "/api/v2/attack-protection/brute-force-protection",
  },
  breachedPasswordDetection: {
    scope: "read:attack_protection",
    path: "/api/v2/attack-protection/breached-password-detection",
  },
  suspiciousIpThrottling: {
    scope: "read:attack_protection",
    path: "/api/v2/attack-protection/suspicious-ip-throttling",
  },
  customDomains: { scope: "read:custom_domains", path: "/api/v2/custom-domains" },
  rules: { scope: "read:rules", path: "/api/v2/rules" },
  hooks: { scope: "read:hooks", path: "/api/v2/hooks" },
  testUser: { scope: "read:users", path: "/api/v2/users" },
};
export const partNames = Object.keys(partsRead) as readonly PartName[];

/** Everything that can be asked of a tenant, by name. */
export function callsOf(tenant: Tenant): ReadonlyMap<string, () => Promise<unknown>> {
  return new Map<string, () => Promise<unknown>>([
    ...partNames.map((part) => [part, () => tenant.read(part)] as const),
    [
      "logs",
      () => tenant.logs({ terms: [{ field: "type", values: ["fp"] }] }, { page: 0, size: 10 }),
    ],
    ["logEvent", () => tenant.logEvent("90020260101000000000000")],
    ["logsAfter", () => tenant.logsAfter("90020260101000000000000", 10)],
  ]);
}

/** What a call that must fail fails with; any failure but a TenantError's is not one. */
export async function failureOf(call: () => Promise<unknown>): Promise<TenantError> {
  const outcome = await call().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("value" in outcome) throw new Error(`it should fail, but gave ${inspect(outcome.value)}`);
  if (outcome.error instanceof TenantError) return outcome.error;
  throw new Error("it failed, but not with a TenantError", { cause: outcome.error });
}

/** Fails unless each call is refused for this reason, in whole sentences without a secret. */
export async function expectRefusals(
  bench: TenantBench,
  calls: ReadonlyMap<string, () => Promise<unknown>>,
  reason: Refusal,
): Promise<readonly TenantError[]> {
  const errors: TenantError[] = [];
  for (const [name, call] of calls) {
    const error = await failureOf(call);
    expect(`${name}: ${error.reason}`).toBe(`${name}: ${reason}`);
    expect(error.message).toContain(bench.tenant.name);
    expect(error.message).toMatch(/^[A-Z].*[.]$/s);
    expect(error.fix).toMatch(/^[A-Z].*[.]$/s);
    expectNoSecret(bench, error);
    errors.push(error);
  }
  return errors;
}

/** Fails if any way of showing the error shows a secret. */
export function expectNoSecret(bench: TenantBench, error: unknown): void {
  const shown = [
    JSON.stringify(error),
    inspect(error, { depth: 20, showHidden: true }),
    String(error),
  ].join("\n");
  for (const secret of bench.secrets()) expect(shown).not.toContain(secret);
}
