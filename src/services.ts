import { randomUUID } from "node:crypto";
import { archiveKeys } from "./archive-file.ts";
import type { Auditing } from "./audit/audit.ts";
import { checks } from "./checks/index.ts";
import { allows, roleOf } from "./core/access.ts";
import type { Archive } from "./core/archive.ts";
import type { ChatAdapter, ProbeResult } from "./core/chat-adapter.ts";
import type { Clock } from "./core/clock.ts";
import type { CommandContext, SourceFacts } from "./core/command.ts";
import type { DispatchOptions } from "./core/dispatch.ts";
import { UserError } from "./core/errors.ts";
import type { Log } from "./core/log.ts";
import type { LogIntake } from "./core/log-intake.ts";
import type { Aside } from "./core/pace.ts";
import { planDays } from "./core/plan-days.ts";
import type { RolesDesk } from "./core/roster.ts";
import type { Store } from "./core/store.ts";
import { tailRole } from "./core/tail.ts";
import type { Tenant } from "./core/tenant.ts";
import { parseWeekly } from "./core/weekly.ts";
import { createDigests } from "./digest/desk.ts";
import { createReadiness } from "./digest/readiness.ts";
import type { PublicServer } from "./http/server.ts";
import { createLoginDesk } from "./login/desk.ts";
import { createLogsDesk } from "./logs/desk.ts";
import { createForgetting } from "./logs/forgetting.ts";
import { createLogReaders } from "./logs/reading/readers.ts";
import { createRetention } from "./logs/retention.ts";
import { openLogStreams } from "./logs/streams.ts";
import { createTails, type TailsOptions } from "./logs/tails.ts";
import { type Network, proxiesOf } from "./outgoing/network.ts";
import { createRolesDesk } from "./roles-desk.ts";
import type { Settings } from "./settings.ts";
import { createFigures } from "./triage/figures.ts";

/** Something that goes on by itself. */
export interface Job {
  /** To be called about every second. */
  tick(): Promise<void>;
  /** Resolves once what is under way is done. */
  settled(): Promise<void>;
}

export interface ServiceOptions {
  readonly settings: Settings;
  readonly store: Store;
  readonly archive: Archive & LogIntake;
  readonly audit: Auditing;
  readonly mountUnder: PublicServer["mountUnder"];
  readonly adapters: readonly ChatAdapter[];
  /** For what is posted beside deliveries. */
  readonly aside: Aside;
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  /** Milliseconds that never jump. */
  readonly stopwatch: () => number;
  readonly network: Network;
  readonly tenants: ReadonlyMap<string, Tenant>;
  readonly sources: readonly SourceFacts[];
  readonly follow: CommandContext["follow"];
  readonly reach: CommandContext["reach"];
  probe(): Promise<readonly ProbeResult[]>;
  /** There may be more to tell. */
  wake(): void;
}

/** What commands may ask, and the jobs that keep it going. */
export function openServices(options: ServiceOptions): {
  readonly services: DispatchOptions["services"];
  readonly jobs: readonly Job[];
} {
  const { settings, store, archive, clock, log, sources, follow, reach, probe, wake } = options;
  const { desk: audit, job: auditing, note } = options.audit;
  const { tenants } = settings;
  const tenant = tenantIn(options.tenants);
  const logins = openLogins(options);
  const records = store.records(ownRecords);
  const zone = settings.digest.timezone;
  const figures = createFigures({ tenant, logins, archive, records, zone, clock, log });
  const { subscriptions, waivers } = store;
  const readers = openReaders(options, tenant);
  const logReading = readers.reading;
  const about = { tenant, tenants, logins, subscriptions, waivers, archive, logReading };
  const readiness = createReadiness({ checks, ...about, clock, log });
  const { desk: digests, runner } = createDigests({
    store,
    tenants,
    archive,
    sources,
    readiness,
    logins,
    probe,
    usual: parseWeekly(settings.digest.default, zone),
    clock,
    log,
    onQueued: wake,
  });
  const logs = createLogsDesk({ archive, tenant, clock, days: daysOf(tenants) });
  const streams = openLogStreams({ ...options, tenants, intake: archive });
  const retention = createRetention({ tenants, archive, clock, log });
  const roles = createRolesDesk(settings.access, options.adapters);
  const tails = openTails(options, roles);
  const keys = archiveKeys(tenants);
  const forgetting = createForgetting({
    archive,
    tails,
    chats: options.adapters,
    note,
    records,
    clock,
    log,
    keys,
  });
  const kept = { logs, archive, streams, tails, forgetting, logReading };
  const asked = { tenant, ...kept, logins, figures, readiness, digests };
  return {
    services: { store, audit, sources, tenants, follow, reach, probe, roles, ...asked },
    jobs: [logins, runner, tails, readers, retention, auditing, forgetting],
  };
}

function openReaders(options: ServiceOptions, tenant: (name: string) => Tenant) {
  const { settings, store, wake } = options;
  return createLogReaders({
    ...options,
    tenants: settings.tenants,
    tenant,
    subjects: store.subjects,
    zone: settings.digest.timezone,
    onObserved: wake,
  });
}

function openTails({ store, ...options }: ServiceOptions, roles: RolesDesk) {
  const records = store.records("watchpost:tails");
  const mayGoOn: TailsOptions["mayGoOn"] = async (by, conversation) => {
    const person = await roles.person(by, conversation);
    return !person || allows(roleOf(person, conversation, roles.settings), tailRole);
  };
  const keys = archiveKeys(options.settings.tenants);
  return createTails({ ...options, keys, records, mayGoOn, newId: () => randomUUID().slice(0, 8) });
}

/** The house's own notes, beside those of the platforms. */
const ownRecords = "watchpost";

/** How long Auth0 keeps a tenant's log, as its plan says. */
const daysOf = (tenants: Settings["tenants"]) => (name: string) => {
  const plan = tenants.find((one) => one.name === name)?.plan;
  return plan && planDays[plan];
};

const tenantIn = (tenants: ReadonlyMap<string, Tenant>) => (name: string) => {
  const tenant = tenants.get(name);
  if (tenant) return tenant;
  throw new UserError(`No tenant is called "${name}".`);
};

function openLogins(options: ServiceOptions) {
  const { settings, store, clock, log, version, stopwatch, wake, network } = options;
  return createLoginDesk({
    tenants: settings.tenants,
    loginRuns: store.loginRuns,
    records: store.records(ownRecords),
    subjects: store.subjects,
    clock,
    log,
    stopwatch,
    userAgent: `Watchpost/${version}`,
    ca: network.ca,
    proxyFor: proxiesOf(network),
    onObserved: wake,
  });
}
