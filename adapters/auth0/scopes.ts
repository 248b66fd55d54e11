import type { PartName } from "../../src/core/tenant.ts";

/** What is asked for: in words that follow "the", and what the tenant's application must have been granted. */
export interface Wanted {
  readonly what: string;
  readonly scopes: readonly string[];
}

/** Each part of a tenant's settings, with the scopes that reading it takes. docs/auth0.md lists the same. */
export const parts: Readonly<Record<PartName, Wanted>> = {
  settings: { what: "settings", scopes: ["read:tenant_settings"] },
  mailProvider: { what: "mail provider", scopes: ["read:email_provider"] },
  logStreams: { what: "log streams", scopes: ["read:log_streams"] },
  applications: { what: "applications", scopes: ["read:clients"] },
  actions: { what: "Actions", scopes: ["read:actions"] },
  bruteForceProtection: { what: "brute-force protection", scopes: ["read:attack_protection"] },
  breachedPasswordDetection: {
    what: "breached-password detection",
    scopes: ["read:attack_protection"],
  },
  suspiciousIpThrottling: {
    what: "suspicious IP throttling",
    scopes: ["read:attack_protection"],
  },
  customDomains: { what: "custom domains", scopes: ["read:custom_domains"] },
  rules: { what: "Rules", scopes: ["read:rules"] },
  hooks: { what: "Hooks", scopes: ["read:hooks"] },
  testUser: { what: "user of the synthetic login", scopes: ["read:users", "read:roles"] },
};

export const logs: Wanted = { what: "logs", scopes: ["read:logs"] };
export const organizations: Wanted = { what: "organizations", scopes: ["read:organizations"] };
