import { failure, notConfigured } from "../../adapters/auth0/refusals.ts";
import { logs, parts, type Wanted } from "../../adapters/auth0/scopes.ts";
import { NoAnswer } from "../../adapters/auth0/transport.ts";
import { HOUR, MINUTE } from "../../src/core/clock.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import type { Parts, Tenant } from "../../src/core/tenant.ts";
import { fakeTenant } from "../../test/fakes/tenant.ts";
import { ago, night } from "./night.ts";

/** A tenant in memory, as an invented company could have it. */
export function openTenant(given: {
  name: string;
  /** Many logins fail, and limits are met. */
  trouble: boolean;
  /** Each part of the settings is as it should be. */
  ready: boolean;
  /** Nobody gave credentials for it, or it does not answer. */
  away?: "not configured" | "hanging";
}): Tenant {
  const { name, trouble, ready, away } = given;
  count = 0;
  const toldAt = ago(4_000);
  const resetsAt = new Date(night.getTime() + 26_000);
  const quota = { limit: 50, remaining: trouble ? 3 : 46, toldAt, resetsAt };
  const { tenant } = fakeTenant({
    name,
    parts: ready ? readyParts : roughParts,
    events: [...eventsOf(trouble)].sort((a, b) => b.at.getTime() - a.at.getTime()),
    ...(away ? {} : { quota }),
  });
  return away ? { ...tenant, ...refusing(name, away) } : tenant;
}

/** What the adapter says of a tenant that tells nothing. */
function refusing(
  tenant: string,
  why: "not configured" | "hanging",
): Pick<Tenant, "read" | "logs" | "logEvent"> {
  const refuse = async (wanted: Wanted): Promise<never> => {
    if (why === "not configured") throw notConfigured({ tenant, wanted });
    throw failure({ tenant, wanted }, new NoAnswer("did not answer within 8 seconds"), night);
  };
  return {
    read: (part) => refuse(parts[part]),
    logs: () => refuse(logs),
    logEvent: () => refuse(logs),
  };
}

const readyParts: Parts = {
  settings: {
    friendlyName: "Acme",
    supportEmail: "help@acme.example",
    supportUrl: "https://help.acme.example",
    sandboxVersion: "22",
  },
  mailProvider: { name: "ses", enabled: true },
  logStreams: [{ name: "SIEM", type: "http", status: "active" }],
  applications: [
    {
      id: "app-shop",
      name: "Shop",
      grantTypes: ["authorization_code", "refresh_token"],
      callbacks: ["https://shop.acme.example/callback"],
      allowedOrigins: ["https://shop.acme.example"],
      logoutUrls: ["https://shop.acme.example"],
      signingAlgorithm: "RS256",
      firstParty: true,
      global: false,
    },
  ],
  actions: [{ name: "Add roles", runtime: "node22", deployed: true }],
  bruteForceProtection: { enabled: true },
  breachedPasswordDetection: { enabled: true },
  suspiciousIpThrottling: { enabled: true },
  customDomains: [{ domain: "login.acme.example", status: "ready" }],
  rules: [],
  hooks: [],
  testUser: { id: "auth0|probe", roles: [], permissions: [] },
};

const roughParts: Parts = {
  ...readyParts,
  settings: { friendlyName: "Acme", sandboxVersion: "18" },
  mailProvider: null,
  logStreams: [{ name: "SIEM", type: "http", status: "suspended" }],
  applications: [
    ...readyParts.applications.map((application) => ({
      ...application,
      callbacks: [...application.callbacks, "http://localhost:3000/callback"],
    })),
    {
      id: "app-back",
      name: "Back office (old)",
      grantTypes: ["implicit", "password"],
      callbacks: ["https://back.acme.example/cb"],
      allowedOrigins: [],
      logoutUrls: [],
      signingAlgorithm: "HS256",
      firstParty: true,
      global: false,
    },
  ],
  actions: [{ name: "Add roles", runtime: "node18", deployed: true }],
  breachedPasswordDetection: { enabled: false },
  customDomains: [{ domain: "login.acme.example", status: "pending_verification" }],
  rules: ["Link accounts by e-mail"],
  testUser: { id: "auth0|probe", roles: ["support"], permissions: [] },
};

const people = [
  { userName: "ada@example.com", userId: "auth0|5f7c8ec7c33c6c004bbafe82", ip: "203.0.113.7" },
  { userName: "grace@example.com", userId: "auth0|5f7c8ec7c33c6c004bbafe83", ip: "198.51.100.23" },
  { userName: "a.very.long.name.of.somebody@subsidiary.example.com", ip: "2001:db8::7334" },
] as const;

function* eventsOf(trouble: boolean): Generator<LogEvent> {
  for (let hour = 0; hour < 24; hour += 1) {
    for (let each = 0; each < 2 + ((hour * 7) % 3); each += 1) {
      yield failedLogin(hour * HOUR + (each + 1) * 13 * MINUTE, hour + each);
    }
  }
  if (!trouble) return;
  for (let each = 0; each < 61; each += 1) yield failedLogin(each * 33_000 + 20_000, each);
  for (let each = 0; each < 7; each += 1) yield limit((9 + 6 * each) * MINUTE, "api_limit");
  yield limit(10 * MINUTE, "api_limit_warning");
  yield limit(3 * HOUR, "api_limit");
}

let count = 0;
const newId = (at: Date) => {
  count += 1;
  const time = at.toISOString().replace(/\D/g, "");
  return `900${time}${String(count).padStart(12, "0")}`;
};

function failedLogin(ms: number, index: number): LogEvent {
  const at = ago(ms);
  const type = ["fp", "f", "fu"][index % 3] ?? "fp";
  const description = {
    fp: "Wrong email or password.",
    f: "Request to the database connection failed.",
    fu: "Wrong email or password.",
  }[type];
  const person = people[index % people.length] ?? people[0];
  const shared = {
    type,
    description: description ?? "",
    clientId: "app-shop",
    clientName: "Shop",
    connection: "Username-Password-Authentication",
    hostname: "login.acme.example",
    userAgent: "Mobile Safari 18.1.0 / iOS 18.1.0",
    ...person,
  };
  const id = newId(at);
  const details = { error: { message: description }, session_connection: "db" };
  return {
    id,
    at,
    ...shared,
    details,
    raw: { log_id: id, date: at.toISOString(), ...shared, details },
  };
}

function limit(ms: number, type: string): LogEvent {
  const at = ago(ms);
  const id = newId(at);
  const shared = {
    type,
    description: "Global limit has been reached",
    clientId: "app-crm",
    clientName: "CRM synchronisation, nightly",
    ip: "192.0.2.14",
  };
  const details = {
    limit: { bucket: "management_api", size: 50, global: true },
    request: { method: "GET", path: "/api/v2/users" },
  };
  return {
    id,
    at,
    ...shared,
    details,
    raw: { log_id: id, date: at.toISOString(), ...shared, details },
  };
}
