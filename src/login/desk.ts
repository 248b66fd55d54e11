import type { LookupFunction } from "node:net";
import { type Clock, DAY } from "../core/clock.ts";
import { UserError } from "../core/errors.ts";
import type { Log } from "../core/log.ts";
import type { LoginDesk, LoginRuns } from "../core/login.ts";
import type { Records } from "../core/records.ts";
import type { Store } from "../core/store.ts";
import type { ProxyFor } from "../outgoing/network.ts";
import { abandoned, openAlerts } from "./alert.ts";
import { createExchange } from "./exchange.ts";
import type { LoginTenant } from "./login-tenant.ts";
import { type Haste, manners, pretendHaste } from "./manners.ts";
import { createLogin } from "./run.ts";
import { createTenantLogins, type TenantLogins } from "./tenant-logins.ts";

export interface LoginDeskOptions {
  readonly tenants: readonly LoginTenant[];
  readonly loginRuns: LoginRuns;
  /** Where it is noted that a login was begun. */
  readonly records: Records;
  readonly subjects: Pick<Store["subjects"], "observe" | "find">;
  readonly clock: Clock;
  readonly log: Log;
  readonly userAgent: string;
  /** Milliseconds that never jump, as of `performance.now`: steps are measured by them. */
  readonly stopwatch: () => number;
  /** Certificates (PEM) to trust beside the usual ones. */
  readonly ca?: string | undefined;
  /** Where an HTTP proxy stands between; addresses of plain http, which only a sandbox has, are reached without it. */
  readonly proxyFor?: ProxyFor | undefined;
  /** How names are looked up; the system's way unless given. */
  readonly lookup?: LookupFunction | undefined;
  /** How fast logins may follow each other; what Auth0 takes, unless given, and more where it is not Auth0 that is reached. */
  readonly haste?: Haste | undefined;
  /** Milliseconds that a whole login may take. */
  readonly limitMs?: number | undefined;
  /** Something was observed; there may be news to deliver. */
  onObserved(): void;
}

/** The desk, and what keeps it going. */
export interface RunningLoginDesk extends LoginDesk {
  /** Begins what is due, and waits for no login. To be called about every second. */
  tick(): Promise<void>;
  /** Resolves once the logins under way are over. */
  settled(): Promise<void>;
}

/** How long runs are remembered. */
const keptMs = 30 * DAY;

export function createLoginDesk(options: LoginDeskOptions): RunningLoginDesk {
  const { clock, loginRuns } = options;
  const all = loginsOf(options);
  let forgotAt = Number.NEGATIVE_INFINITY;
  let tidied = false;

  async function forgetOld(): Promise<void> {
    const now = clock.now().getTime();
    if (now - forgotAt < DAY) return;
    forgotAt = now;
    await loginRuns.forget(new Date(now - keptMs));
  }

  /** Alerts of tenants that are no longer watched, once in a life. */
  async function tidy(): Promise<void> {
    if (tidied) return;
    tidied = true;
    const watched = options.tenants.filter(({ syntheticLogin }) => syntheticLogin?.every);
    const names = new Set(watched.map(({ name }) => name));
    const left = (await openAlerts(options.subjects)).filter(({ tenant }) => !names.has(tenant));
    if (left.length === 0) return;
    await options.subjects.observe(left.map((alert) => abandoned(alert, clock.now())));
    options.onObserved();
  }

  return {
    standing: async (tenant) => all.get(tenant)?.standing(),
    run: async (tenant, { again = false } = {}) => {
      const logins = all.get(tenant);
      if (logins) return logins.ask(again);
      throw new UserError(
        `No synthetic login is set up for ${tenant}; add syntheticLogin to it in the settings.`,
      );
    },
    latest: (tenant, limit) => loginRuns.latest(tenant, limit),
    async tick() {
      await Promise.all([...[...all.values()].map((logins) => logins.tick()), tidy(), forgetOld()]);
    },
    async settled() {
      await Promise.all([...all.values()].map((logins) => logins.settled()));
    },
  };
}

function loginsOf(options: LoginDeskOptions): ReadonlyMap<string, TenantLogins> {
  const { tenants, clock, limitMs, stopwatch } = options;
  const exchange = createExchange(options);
  const own = tenants.flatMap((tenant): [string, TenantLogins][] => {
    const { name, origin, syntheticLogin: settings } = tenant;
    if (!settings) return [];
    const parts = { exchange, now: () => clock.now(), stopwatch, limitMs };
    const login = createLogin(tenant, settings, parts);
    const haste = options.haste ?? (origin ? pretendHaste : manners);
    return [[name, createTenantLogins({ ...options, name, settings, haste, login })]];
  });
  return new Map(own);
}
