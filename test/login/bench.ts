import { expect } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { LoginRun } from "../../src/core/login.ts";
import { Secret } from "../../src/core/secret.ts";
import { createLoginDesk, type LoginDeskOptions } from "../../src/login/desk.ts";
import type { LoginTenant, SyntheticLogin } from "../../src/login/login-tenant.ts";
import { manners } from "../../src/login/manners.ts";
import { fakeRecords } from "../fakes/records.ts";
import { openTokenServer, type TokenServer, testUser } from "../fakes/token-server.ts";

export const quietLog = { info: () => {}, warn: () => {}, error: () => {} };

/** A tenant whose test user logs in at this origin. */
export function tenantAt(
  origin: string,
  login: Partial<SyntheticLogin> = {},
  more: Partial<LoginTenant> = {},
): LoginTenant {
  const { clientId, clientSecret, username, password, connection, domain } = testUser;
  return {
    name: "prod",
    domain,
    origin,
    ...more,
    syntheticLogin: {
      clientId,
      clientSecret: new Secret(clientSecret),
      username,
      password: new Secret(password),
      connection,
      ...login,
    },
  };
}

/** Runs in memory, newest first. */
export function fakeRuns(given: readonly LoginRun[] = []) {
  const kept: LoginRun[] = [...given];
  return {
    kept,
    add: async (run: LoginRun) => void kept.unshift(run),
    latest: async (tenant: string, limit: number) =>
      kept.filter((run) => run.tenant === tenant).slice(0, limit),
    forget: async (before: Date) => {
      kept.splice(0, kept.length, ...kept.filter(({ at }) => at >= before));
    },
  };
}

const noSubjects = { observe: async () => {}, find: async () => [] };

/** A desk of one tenant that remembers in memory and tells nobody. */
export function deskOf(
  tenant: LoginTenant,
  more: Partial<LoginDeskOptions> & Pick<LoginDeskOptions, "clock">,
) {
  return createLoginDesk({
    haste: manners,
    tenants: [tenant],
    loginRuns: fakeRuns(),
    records: fakeRecords(),
    subjects: noSubjects,
    log: quietLog,
    userAgent: "Watchpost/test",
    stopwatch: () => performance.now(),
    onObserved: () => {},
    ...more,
  });
}

/** A run as it is remembered: one that succeeded, unless said otherwise. */
export function run(at: Date, more: Partial<LoginRun> = {}): LoginRun {
  return {
    tenant: "prod",
    at,
    ok: true,
    outcome: "succeeded",
    words: "The login succeeded.",
    fix: "",
    move: "nobody",
    answered: true,
    steps: [
      { step: "dns", ms: 4 },
      { step: "tcp", ms: 18 },
      { step: "tls", ms: 40 },
      { step: "answer", ms: 345 },
      { step: "verify", ms: 5 },
    ],
    trigger: "schedule",
    ...more,
  };
}

type Changes = Partial<LoginDeskOptions> & { tenant?: Partial<LoginTenant> };

/** A token endpoint, and a desk that logs in to it. */
export interface LoginBench {
  readonly server: TokenServer;
  /** One login of a new desk. */
  login(settings?: Partial<SyntheticLogin>, changes?: Changes): Promise<LoginRun>;
}

export async function openLoginBench(): Promise<LoginBench> {
  const server = await openTokenServer();
  return {
    server,
    login(settings = {}, { tenant, ...more } = {}) {
      const desk = deskOf(tenantAt(server.origin, settings, tenant), {
        clock: systemClock,
        ...more,
      });
      return desk.run("prod");
    },
  };
}

export const stepsOf = ({ steps }: LoginRun) => steps.map(({ step }) => step);

/** Nothing that was sent, and nobody's name, is in what people read of it. */
export function expectDiscreet(run: LoginRun): void {
  const all = JSON.stringify(run);
  for (const secret of [testUser.username, testUser.password, testUser.clientSecret, "eyJ"]) {
    expect(all).not.toContain(secret);
  }
}
