import { checks } from "../../src/checks/index.ts";
import type { Check } from "../../src/core/check.ts";
import { type Clock, DAY } from "../../src/core/clock.ts";
import type { LoginDesk } from "../../src/core/login.ts";
import type { Parts, Tenant } from "../../src/core/tenant.ts";
import { createReadiness, type ReadinessOptions } from "../../src/digest/readiness.ts";
import { standing } from "../checks/judged.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, noon } from "../fakes/subjects.ts";

/** A tenant that has everything as it should be. */
export const soundParts: Parts = {
  settings: {
    supportEmail: "help@acme.com",
    supportUrl: "https://acme.com/help",
    sandboxVersion: "22",
  },
  mailProvider: { name: "sendgrid", enabled: true },
  logStreams: [{ name: "siem", type: "http", status: "active" }],
  applications: [],
  actions: [{ name: "Enrich", runtime: "node22", deployed: true }],
  bruteForceProtection: { enabled: true },
  breachedPasswordDetection: { enabled: true },
  suspiciousIpThrottling: { enabled: true },
  customDomains: [{ domain: "login.acme.com", status: "ready" }],
  rules: [],
  hooks: [],
  testUser: { id: "auth0|probe", roles: [], permissions: [] },
};

export const soundLogins: Pick<LoginDesk, "standing" | "latest"> = {
  standing: async () => standing(),
  latest: async (tenant) => [
    {
      tenant,
      at: ago(30_000),
      ok: true,
      outcome: "succeeded",
      words: "The test user logged in.",
      fix: "",
      move: "nobody",
      answered: true,
      steps: [],
      trigger: "schedule",
    },
  ],
};

/** Whole for a month, and nothing went wrong. */
const soundArchive: ReadinessOptions["archive"] = {
  coverage: async () => ({
    events: 90_000,
    oldest: ago(40 * DAY),
    newest: noon,
    proved: { since: ago(40 * DAY), until: noon, checkpoint: "1" },
    holes: [],
    heard: { reader: noon },
    recovered: 0,
  }),
  counts: async () => [],
};

const standstill: Clock = {
  now: () => noon,
  after: (_, signal) =>
    new Promise((resolve) => signal?.addEventListener("abort", () => resolve(), { once: true })),
};

const subscription = (source: string) => ({
  id: source,
  conversation: "local:channel:ops" as const,
  source,
  feed: "",
  as: "thread" as const,
  origin: "chat" as const,
  createdAt: ago(0),
});

/** Readiness of the tenant prod, where all is well but for what is given. Keeps what was logged. */
export function readinessOf(
  tenant: Tenant,
  given: Partial<ReadinessOptions> & { checks?: readonly Check[] } = {},
) {
  const logged: { readonly level: string; readonly details: object }[] = [];
  const keep = (level: string) => (details: object) => void logged.push({ level, details });
  const store = fakeStore({
    subscriptions: [subscription("status"), subscription("advisories")],
  });
  const readiness = createReadiness({
    checks,
    tenant: () => tenant,
    tenants: [{ name: "prod", plan: "enterprise", syntheticLogin: {}, logs: { keep: 400 * DAY } }],
    logins: soundLogins,
    subscriptions: store.subscriptions,
    archive: soundArchive,
    logReading: () => undefined,
    waivers: store.waivers,
    clock: standstill,
    log: { info: keep("info"), warn: keep("warn"), error: keep("error") },
    ...given,
  });
  return { readiness, store, logged };
}
