import type { Parts } from "../../../src/core/tenant.ts";

export const testUserName = "synthetic@example.com";
const organization = { id: "org_0000000000000001", name: "acme", display_name: "Acme" };

/** What the API answers at each path, without pages, and what that means. */
export const resources: Readonly<Record<string, unknown>> = {
  "tenants/settings": {
    friendly_name: "Acme",
    support_email: "help@example.com",
    support_url: "",
    sandbox_version: "22",
    flags: { enable_sso: true },
  },
  "emails/provider": { name: "smtp", enabled: false },
  "log-streams": [
    { id: "lst_1", name: "To the archive", type: "http", status: "active", sink: {} },
    { id: "lst_2", name: "Old", type: "splunk", status: "suspended" },
  ],
  "attack-protection/brute-force-protection": { enabled: true, shields: ["block"] },
  "attack-protection/breached-password-detection": { enabled: false },
  "attack-protection/suspicious-ip-throttling": { enabled: true, stage: {} },
  "custom-domains": [{ custom_domain_id: "cd_1", domain: "login.example.com", status: "ready" }],
  "organizations/name/acme": organization,
};

/** What it answers page by page, each under its own name. */
export const lists: Readonly<Record<string, { under: string; items: readonly unknown[] }>> = {
  clients: {
    under: "clients",
    items: [
      { client_id: "global", name: "All Applications", global: true, callbacks: null },
      ...Array.from({ length: 249 }, (_, index) => ({
        client_id: `client${index}`,
        name: `Application ${index}`,
        grant_types: ["authorization_code", "refresh_token"],
        callbacks: [`https://app${index}.example.com/callback`],
        web_origins: ["https://one.example.com"],
        allowed_origins: ["https://one.example.com", "https://two.example.com"],
        allowed_logout_urls: [],
        jwt_configuration: { alg: "RS256", lifetime_in_seconds: 36_000 },
        is_first_party: true,
        global: false,
      })),
    ],
  },
  "actions/actions": {
    under: "actions",
    items: [
      { name: "Deny robots", runtime: "node18", all_changes_deployed: true },
      {
        name: "Being changed",
        runtime: "node22",
        all_changes_deployed: false,
        deployed_version: { number: 1, runtime: "node18" },
      },
      {
        name: "Said little of",
        runtime: "node22",
        all_changes_deployed: false,
        deployed_version: { number: 1 },
      },
      { name: "A draft", all_changes_deployed: false },
    ],
  },
  rules: { under: "rules", items: [{ id: "rul_1", name: "Legacy rule" }] },
  hooks: { under: "hooks", items: [] },
  "users/auth0%7Csynthetic/roles": { under: "roles", items: [{ id: "rol_1", name: "Reader" }] },
  "users/auth0%7Csynthetic/permissions": {
    under: "permissions",
    items: [
      { permission_name: "read:orders", resource_server_identifier: "https://api.example.com/" },
    ],
  },
};

export const users = [
  {
    user_id: "auth0|other",
    email: testUserName,
    username: "other",
    identities: [{ connection: "Partners", user_id: "other" }],
  },
  {
    user_id: "auth0|synthetic",
    email: testUserName,
    username: "synthetic",
    identities: [{ connection: "Synthetic", user_id: "synthetic" }],
  },
];

const application = (index: number) => ({
  id: `client${index}`,
  name: `Application ${index}`,
  grantTypes: ["authorization_code", "refresh_token"],
  callbacks: [`https://app${index}.example.com/callback`],
  allowedOrigins: ["https://one.example.com", "https://two.example.com"],
  logoutUrls: [],
  signingAlgorithm: "RS256",
  firstParty: true,
  global: false,
});

export const holds: Parts = {
  settings: { friendlyName: "Acme", supportEmail: "help@example.com", sandboxVersion: "22" },
  mailProvider: { name: "smtp", enabled: false },
  logStreams: [
    { name: "To the archive", type: "http", status: "active" },
    { name: "Old", type: "splunk", status: "suspended" },
  ],
  applications: [
    {
      id: "global",
      name: "All Applications",
      callbacks: [],
      allowedOrigins: [],
      logoutUrls: [],
      firstParty: true,
      global: true,
    },
    ...Array.from({ length: 249 }, (_, index) => application(index)),
  ],
  actions: [
    { name: "Deny robots", runtime: "node18", deployed: true },
    { name: "Being changed", runtime: "node18", deployed: true },
    { name: "Said little of", deployed: true },
    { name: "A draft", deployed: false },
  ],
  bruteForceProtection: { enabled: true, shields: ["block"] },
  breachedPasswordDetection: { enabled: false },
  suspiciousIpThrottling: { enabled: true },
  customDomains: [{ domain: "login.example.com", status: "ready" }],
  rules: ["Legacy rule"],
  hooks: [],
  testUser: { id: "auth0|synthetic", roles: ["Reader"], permissions: ["read:orders"] },
};
