import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { probeTenant } from "../adapters/auth0/check.ts";
import { createTenant } from "../adapters/auth0/tenant.ts";
import { platforms } from "../adapters/index.ts";
import { openSqliteStore } from "../adapters/sql/sqlite.ts";
import { sqliteArchive } from "../adapters/sql/sqlite-archive.ts";
import { packApp } from "./app-package.ts";
import { archiveFile, archiveKeys } from "./archive-file.ts";
import { type Auditing, openAudit } from "./audit/audit.ts";
import { type Changes, createChanges } from "./changes.ts";
import { createCharts } from "./charts/charts.ts";
import { trailIn } from "./chores.ts";
import { systemClock } from "./clock.ts";
import { commands } from "./commands/index.ts";
import { type Conversations, createConversations } from "./conversations.ts";
import type { Archive } from "./core/archive.ts";
import type { Answer, ChatAdapter } from "./core/chat-adapter.ts";
import { createDispatch, type DispatchOptions } from "./core/dispatch.ts";
import { createForms } from "./core/forms.ts";
import { inCommon } from "./core/in-common.ts";
import type { Log } from "./core/log.ts";
import type { LogIntake } from "./core/log-intake.ts";
import type { Outgoing } from "./core/outgoing.ts";
import { newRequestId, requestId } from "./core/request-id.ts";
import type { Store } from "./core/store.ts";
import type { Tenant } from "./core/tenant.ts";
import { createDelivery, type Delivery } from "./delivery/delivery.ts";
import { noted } from "./delivery/noted.ts";
import { probeAll } from "./health.ts";
import { hide } from "./hide.ts";
import { createPublicServer } from "./http/server.ts";
import { type Journals, journalsOf } from "./journals.ts";
import { engine } from "./lean.ts";
import { createLife, type Life } from "./life.ts";
import { openArchive } from "./logs/archive.ts";
import { createMoves, type Moves } from "./moves.ts";
import { openFeeds } from "./open-feeds.ts";
import { openPlatforms, platformsOn } from "./open-platforms.ts";
import type { Network } from "./outgoing/network.ts";
import { createOutgoing } from "./outgoing/outgoing.ts";
import { createReach } from "./reach.ts";
import { readSettings } from "./read-settings.ts";
import { createRenewals } from "./renewals.ts";
import { createRoom } from "./room.ts";
import { openServices } from "./services.ts";
import type { Settings } from "./settings.ts";
import { sources } from "./sources/index.ts";
import { versionOf } from "./version.ts";
import { createWatch, type Watch } from "./watch.ts";

/** Everything that may be registered: what settings files are checked against. */
const registered = { sources, platforms };

const version = versionOf(import.meta.url);

/** The settings in a file, or in the environment alone. */
export function loadSettings(file?: string): Settings {
  const settings = readSettings(file, process.env, registered);
  const known = settings.secrets?.known() ?? [];
  hide.know(known.map(({ secret }) => secret));
  // Whatever this process starts, and reports that it writes when it fails, get them no more.
  for (const { name } of known.flatMap(({ variables }) => variables)) delete process.env[name];
  return settings;
}

/** What is uploaded to a platform so that the bot can be installed there. @throws SettingsError */
export function packageFor(name: string, settings: Settings, appVersion = version) {
  return packApp(name, { platforms, settings, commands, version: appVersion });
}

export const logLevel = (usual = "info"): string => process.env.WATCHPOST_LOG_LEVEL ?? usual;

/** The bot, wired: what `start` runs and `doctor` asks. */
export interface Watchpost extends Life {
  readonly adapters: readonly ChatAdapter[];
  /** What commands may ask. */
  readonly services: DispatchOptions["services"];
  /** Reads every source once. */
  readAll(): Promise<void>;
  /** Reads the settings' secrets again. */
  renew(): void;
}

/** @throws SettingsError when a part of it cannot be opened or is not set up. */
export async function openWatchpost(settings: Settings, diary: Log): Promise<Watchpost> {
  const watch = await watchOver(settings, diary);
  const { log } = watch;
  const store = await openSqliteStore({ file: settings.store.sqlite, clock });
  const journals = journalsOf(settings.store.sqlite, log);
  const trail = { ...trailIn(store), journal: journals.open("audit") };
  const audit = await openAudit({ ...trail, settings, version, clock, log });
  const server = createPublicServer(log, journals.folder);
  const charts = createCharts();
  const network = networkOf(settings);
  const outgoing = createOutgoing(network);
  const opening = { store, journals, server, charts, outgoing, watch, version };
  const adapters = await openPlatforms(platforms, settings, opening);
  const delivery = deliveryOf(adapters, { store, journals, log });
  const wake = () => {
    delivery.wake();
    changes.look();
  };
  const reading = { store: watch.readers(store), network, clock, log, version, onObserved: wake };
  const feeds = openFeeds(settings, reading);
  const tenants = createTenants(settings, { outgoing, log });
  const kept = watch.archive(await openLogs(settings, log));
  const { archive, job: room } = createRoom(kept, engine, () => performance.now());
  const parts = { settings, store, archive, audit, adapters };
  const { services, jobs } = openServices({
    ...parts,
    network,
    mountUnder: server.mountUnder,
    aside: delivery.aside,
    clock,
    log,
    version,
    stopwatch: () => performance.now(),
    tenants,
    sources: feeds.runner.facts,
    follow: feeds.runner.follow,
    reach: createReach(adapters, log),
    probe: probing(settings, { ...parts, tenants, watch }),
    wake,
  });
  watch.over(services, archive, server, store.records("watchpost:standing"));
  const changes = createChanges({ known: services, clock, log });
  const answering = answersOf(settings, { services, audit, changes, watch });
  const moves = createMoves({ records: store.records("watchpost:moved"), settings, log });
  const conversations = conversationsOf(adapters, { services, store, moves, wake, log });
  const renewals = createRenewals({ secrets: settings.secrets, clock, log });
  const going = { jobs: [...jobs, renewals, room], watch };
  const lived = { ...parts, ...going, moves, server, delivery, feeds, charts };
  const life = createLife({ ...lived, ...answering, conversations, changes, log });
  const { renew } = renewals;
  return { adapters, services, readAll: feeds.runner.readAll, renew, ...life };
}

const clock = systemClock;

function deliveryOf(
  adapters: readonly ChatAdapter[],
  { store, journals, log }: { store: Store; journals: Journals; log: Log },
): Delivery {
  const outbox = noted(store.outbox, { journal: journals.open("told"), log });
  const holder = hostname();
  return createDelivery({ outbox, adapters, clock, log, holder, random: Math.random });
}

function openLogs({ store, tenants }: Settings, log: Log): Promise<Archive & LogIntake> {
  const at = { ...sqliteArchive({ file: archiveFile(store) }), keys: archiveKeys(tenants) };
  return openArchive({ engine: at, clock, log });
}

/** How every part is, asked once for all who want to know at the same time: the tenants' quotas pay for it. */
function probing(
  settings: Settings,
  given: Omit<Parameters<typeof probeAll>[0], "settings" | "tenants"> & {
    tenants: ReadonlyMap<string, Tenant>;
    watch: Watch;
  },
) {
  const tenants = checksOf(settings, given.tenants);
  const probe = async () => [
    ...(await probeAll({ ...given, settings, tenants })),
    ...(await given.watch.probes()),
  ];
  return inCommon(probe, clock);
}

/** What becomes of each platform's conversations. */
function conversationsOf(
  adapters: readonly ChatAdapter[],
  known: Pick<Watchpost, "services"> & { store: Store; moves: Moves; wake: () => void; log: Log },
): readonly Conversations[] {
  const { sources, tenants } = known.services;
  const offered = { commands, sources, tenants };
  return adapters.map((adapter) => createConversations({ ...known, adapter, offered, clock }));
}

/** What people are answered, and the forms that ask them. */
function answersOf(
  settings: Settings,
  given: Pick<Watchpost, "services"> & { audit: Auditing; changes: Changes; watch: Watch },
) {
  const { services, audit, changes, watch } = given;
  const { log } = watch;
  const hearing = watch.hearing(audit.hearing);
  const zone = settings.digest.timezone;
  const known = { commands, services, clock, zone };
  const reference = () => requestId() ?? newRequestId();
  const dispatch = createDispatch({ ...known, access: settings.access, hearing, log, reference });
  return { forms: createForms(known), answer: watch.answer(looking(dispatch, changes)) };
}

const watchOver = (settings: Settings, log: Log): Promise<Watch> =>
  createWatch({
    settings,
    platforms: platformsOn(platforms, settings).map(({ name }) => name),
    version,
    clock,
    log,
  });

/** What people say may change how things are. */
function looking(answer: Answer, changes: Changes): Answer {
  return async function* (invocation) {
    yield* answer(invocation);
    if (!invocation.unasked) changes.look();
  };
}

/** One for each tenant of the settings; without credentials it says so whenever it is asked. */
function createTenants(
  settings: Settings,
  { outgoing: { fetch }, log }: { outgoing: Outgoing; log: Log },
): ReadonlyMap<string, Tenant> {
  return new Map(
    settings.tenants.map((given): [string, Tenant] => {
      const { name, domain, origin, plan, environment, management, syntheticLogin } = given;
      const known = { name, domain, origin, plan, environment, clock, log, fetch };
      return [name, createTenant({ ...known, credentials: management, testUser: syntheticLogin })];
    }),
  );
}

/** A tenant without credentials is none the worse for it: commands that need them say so. */
function checksOf(settings: Settings, tenants: ReadonlyMap<string, Tenant>) {
  return settings.tenants.flatMap(({ name, management }) => {
    const tenant = management && tenants.get(name);
    return tenant ? [{ name, check: () => probeTenant(tenant) }] : [];
  });
}

function networkOf({ outgoing: { proxy, ca, direct } }: Settings): Network {
  return { proxy: proxy ?? undefined, ca: ca ? readFileSync(ca, "utf8") : undefined, direct };
}
