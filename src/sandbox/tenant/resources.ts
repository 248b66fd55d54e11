import { pretendTenant } from "../credentials.ts";
import { type App, apps } from "./applications.ts";
import { connectionId } from "./event.ts";

// The pretend tenant's settings: sensible, and not quite ready. What `readiness` has to find there is no mail provider
// of its own, a suspended log stream, a callback on localhost, an old runtime, a rule left behind and breached-password
// detection turned off.

type Resource = Readonly<Record<string, unknown>>;

export const settings: Resource = {
  friendly_name: "Pretend shop",
  support_email: "support@example.com",
  support_url: "https://support.example.com",
  default_redirection_uri: "https://shop.example.com/login",
  allowed_logout_urls: ["https://shop.example.com"],
  enabled_locales: ["en"],
  sandbox_version: "22",
  sandbox_versions_available: ["22"],
  session_lifetime: 168,
  idle_session_lifetime: 72,
  flags: { universal_login: true, enable_sso: true, disable_impersonation: true },
  session_cookie: { mode: "persistent" },
};

export const logStreams: readonly Resource[] = [
  {
    id: "lst_0000000000000001",
    name: "Pretend log export",
    type: "http",
    status: "suspended",
    sink: {
      httpEndpoint: "https://logs.example.com/pretend",
      httpContentType: "application/json",
      httpContentFormat: "JSONLINES",
    },
    filters: [],
    isPriority: false,
  },
];

export function clientsOf(tenant: string): readonly Resource[] {
  return [globalClient(tenant), ...apps.map((app) => clientOf(app, tenant))];
}

/** What every tenant has and nobody logs in to: it has no grants and says little. */
const globalClient = (tenant: string): Resource => ({
  tenant,
  global: true,
  name: "All Applications",
  client_id: "PretendAllApplications0000000001",
  is_first_party: true,
  callbacks: [],
  cross_origin_authentication: true,
});

function clientOf({ id, name, type, grants, callbacks }: App, tenant: string): Resource {
  const logsOut = type === "spa" || type === "regular_web";
  return {
    tenant,
    global: false,
    client_id: id,
    name,
    app_type: type,
    is_first_party: true,
    oidc_conformant: true,
    grant_types: grants,
    callbacks,
    allowed_logout_urls: logsOut && callbacks.length > 0 ? ["https://shop.example.com"] : [],
    ...(type === "spa" ? { web_origins: ["https://shop.example.com"], allowed_origins: [] } : {}),
    jwt_configuration: { alg: "RS256", lifetime_in_seconds: 36_000, secret_encoded: false },
    token_endpoint_auth_method: type === "spa" || type === "native" ? "none" : "client_secret_post",
    cross_origin_authentication: false,
    sso_disabled: false,
  };
}

export const connections: readonly Resource[] = [
  {
    id: connectionId,
    name: pretendTenant.syntheticLogin.connection,
    strategy: "auth0",
    is_domain_connection: false,
    realms: [pretendTenant.syntheticLogin.connection],
    options: { passwordPolicy: "good", brute_force_protection: true },
  },
  {
    id: "con_Pretend000000002",
    name: "google-oauth2",
    strategy: "google-oauth2",
    is_domain_connection: false,
    realms: ["google-oauth2"],
    options: { email: true, profile: true, scope: ["email", "profile"] },
  },
];

export const actions: readonly Resource[] = [
  actionOf(1, "Pretend: ask for a confirmed address", "node22"),
  actionOf(2, "Pretend: add the loyalty level", "node16"),
];

function actionOf(number: number, name: string, runtime: string): Resource {
  return {
    id: `00000000-0000-4000-8000-00000000000${number}`,
    name,
    supported_triggers: [{ id: "post-login", version: "v3", status: "CURRENT" }],
    created_at: "2025-03-02T10:11:12.000000000Z",
    updated_at: "2025-03-02T10:11:12.000000000Z",
    code: "exports.onExecutePostLogin = async () => {};",
    dependencies: [],
    runtime,
    status: "built",
    secrets: [],
    deployed_version: { number: 1, deployed: true, runtime },
    all_changes_deployed: true,
  };
}

export const attackProtection: Readonly<Record<string, Resource>> = {
  "brute-force-protection": {
    enabled: true,
    shields: ["block", "user_notification"],
    mode: "count_per_identifier_and_ip",
    allowlist: [],
    max_attempts: 10,
  },
  "breached-password-detection": {
    enabled: false,
    shields: [],
    admin_notification_frequency: [],
    method: "standard",
    stage: { "pre-user-registration": { shields: [] }, "pre-change-password": { shields: [] } },
  },
  "suspicious-ip-throttling": {
    enabled: true,
    shields: ["admin_notification", "block"],
    allowlist: [],
    stage: {
      "pre-login": { max_attempts: 100, rate: 864_000 },
      "pre-user-registration": { max_attempts: 50, rate: 1200 },
    },
  },
};

export const customDomains: readonly Resource[] = [
  {
    custom_domain_id: "cd_Pretend000000001",
    domain: "login.pretend-shop.example.com",
    primary: true,
    is_default: true,
    status: "ready",
    type: "auth0_managed_certs",
    tls_policy: "recommended",
    verification: { methods: [], status: "verified" },
  },
];

export const rules: readonly Resource[] = [
  {
    id: "rul_Pretend000000001",
    name: "Pretend: greet customers who come back",
    enabled: true,
    order: 1,
    stage: "login_success",
    script: "function greet(user, context, callback) { callback(null, user, context); }",
  },
];
