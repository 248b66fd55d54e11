import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { checks } from "../../src/checks/index.ts";
import { advisoriesTarget } from "../../src/core/advisory.ts";
import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { SourceFacts } from "../../src/core/command.ts";
import type { DispatchOptions } from "../../src/core/dispatch.ts";
import { UpstreamError } from "../../src/core/errors.ts";
import type { FiguresDesk } from "../../src/core/figures.ts";
import { staleAfter } from "../../src/core/source.ts";
import type { Store } from "../../src/core/store.ts";
import type { Subject } from "../../src/core/subject.ts";
import { createDigests } from "../../src/digest/desk.ts";
import { createReadiness } from "../../src/digest/readiness.ts";
import { createLogsDesk } from "../../src/logs/desk.ts";
import { sources as registered } from "../../src/sources/index.ts";
import { createFigures } from "../../src/triage/figures.ts";
import { fakeClock } from "../../test/fakes/clock.ts";
import { keptLogs, readingOf } from "./kept-logs.ts";
import { type Nights, nights, openLogins } from "./logins.ts";
import { ago, night } from "./night.ts";
import { access, rolesIn } from "./roles.ts";
import { streamsOf } from "./streams.ts";
import { advisories, feedItem, incident, maintenance, news, past } from "./subjects.ts";
import { openTails } from "./tails.ts";
import { openTenant } from "./tenants.ts";
import { openTrail } from "./trail.ts";

export const ops = "local:channel:ops";
const feed = "https://blog.example.com/feed.xml";

type Services = DispatchOptions["services"];

/** What the bot knows in one night of its life, in memory. */
export interface Situation {
  readonly services: Services;
  readonly store: Store;
  /** Tells the weekly digests that have come due. */
  readonly digests: Pick<ReturnType<typeof createDigests>["runner"], "tick">;
  readonly now: () => Date;
  /** Lets so many milliseconds go by. */
  pass(ms: number): void;
  close(): Promise<void>;
}

/**
 * trouble: Auth0 has an incident, logins fail, the tenant has much to put right. ours, silent: the status page has
 * nothing, and logins fail by our own fault, or by Auth0's. hanging: the Management API does not answer. waiting: nothing
 * has been set up but the tenants' names.
 */
export type SituationName =
  | "trouble"
  | "calm"
  | "new"
  | "paused"
  | "ours"
  | "silent"
  | "hanging"
  | "waiting";

const tenants = [
  {
    name: "prod",
    domain: "acme.us.auth0.com",
    plan: "professional" as const,
    syntheticLogin: {},
    logs: { keep: 400 * DAY },
  },
  { name: "staging", domain: "acme-staging.eu.auth0.com" },
];

const bad: readonly SituationName[] = ["trouble", "paused", "new"];

const zone = "Europe/Berlin";

export async function openSituation(name: SituationName): Promise<Situation> {
  const clock = { ...fakeClock(night), after: () => new Promise<void>(() => {}) };
  const store = await openSqliteStore({ file: ":memory:", clock });
  const trouble = bad.includes(name);
  if (name !== "new") await remember(store, trouble);
  if (name === "paused") await pause(store, ops);
  if (name === "trouble") await pause(store, "slack:channel:C0SUPPORT");
  const tenant = tenantsOf(name);
  const logins = openLogins(loginsOf(name));
  const asked = { tenant, tenants, store, clock, log: quiet, logins };
  const probe = async () => probes(trouble);
  const archive = await keptLogs(name);
  const logReading = readingOf(name);
  const readiness = createReadiness({
    ...asked,
    archive,
    logReading,
    checks,
    subscriptions: store.subscriptions,
    waivers: store.waivers,
  });
  const digests = createDigests({
    ...asked,
    archive,
    sources,
    readiness,
    probe,
    usual: { weekday: 1, minute: 9 * 60, zone },
    onQueued() {},
  });
  const figures = createFigures({ ...asked, archive, zone, records: store.records("figures") });
  const services: Services = {
    store,
    audit: await openTrail(store, clock, name === "new"),
    archive,
    logs: createLogsDesk({ archive, tenant, clock }),
    streams: streamsOf(name, night),
    forgetting: { forget: archive.forget, keptAs: (_, name) => name },
    tails: openTails(archive, clock, () => {}),
    logReading,
    sources,
    tenants,
    follow,
    reach: async () => undefined,
    roles: rolesIn(access),
    probe,
    tenant,
    logins,
    readiness,
    digests: digests.desk,
    figures: name === "hanging" ? hanging(figures) : figures,
  };
  const { now, pass } = clock;
  return { services, store, digests: digests.runner, now, pass, close: () => store.close() };
}

const quiet = { info() {}, warn() {}, error() {} };

function loginsOf(name: SituationName): Nights | undefined {
  if (name === "trouble" || name === "silent") return nights.outage;
  if (name === "ours") return nights.password;
  return name === "calm" || name === "hanging" ? nights.well : undefined;
}

function tenantsOf(situation: SituationName): Services["tenant"] {
  const unset = situation === "new" || situation === "waiting";
  const made = ["prod", "staging"].map((name) => {
    const away = unset || name === "staging" ? "not configured" : undefined;
    const hangs = situation === "hanging" ? "hanging" : undefined;
    const trouble = situation === "trouble" || situation === "silent";
    const ready = situation === "calm";
    return openTenant({ name, trouble, ready, ...only(away ?? hangs) });
  });
  return (name) => {
    const found = made.find((one) => one.name === name);
    if (!found) throw new Error(`there is no tenant ${name}`);
    return found;
  };
}

const only = (away: "not configured" | "hanging" | undefined) => (away ? { away } : {});

/** As it is when the Management API hangs: what was counted before is shown with its age. */
function hanging(desk: FiguresDesk): FiguresDesk {
  const missing = {
    reason: "late",
    why: "Auth0's Management API did not answer within 6 s",
    fix: "Ask again in a minute.",
  } as const;
  const hours = Array.from({ length: 24 }, (_, index) => 2 + ((index * 5) % 4));
  const count = hours.reduce((sum, each) => sum + each, 0);
  const value = { count, exact: true, since: ago(DAY), newest: ago(50 * MINUTE), hours };
  const at = ago(42 * MINUTE);
  return {
    read: async (name) =>
      name === "prod"
        ? { failedLogins: { last: { at, value }, missing }, limits: { missing } }
        : desk.read(name),
  };
}

/** The sources as they are when the settings say nothing of them. */
const sources: readonly SourceFacts[] = registered.map((source) => {
  const { id, title, summary, labels, feedNamed, settings } = source;
  const usual = settings.parse({});
  const { every } = usual;
  const own = id === "logins" || id === "digest";
  const facts = { id, title, summary, labels, feedNamed, every, staleAfter: staleAfter(usual) };
  return own ? { ...facts, polled: false as const } : facts;
});

/** What was read, when, and who follows it. In trouble, one incident is open and the change log has gone unread. */
async function remember(store: Store, trouble: boolean): Promise<void> {
  const known = ago(40 * DAY);
  await read(store, "prod", known, [past]);
  await read(store, "staging", known, []);
  await store.subjects.observe([
    { target: changelog, at: ago(30 * DAY), subjects: news },
    { target: blog, at: ago(15 * MINUTE), subjects: [feedItem(feed)] },
    { target: advisoriesTarget, at: ago(12 * MINUTE), subjects: trouble ? advisories : [] },
  ]);
  await subscribe(store);
  if (!trouble) await followMore(store);
  await read(store, "prod", ago(30_000), trouble ? [past, incident, maintenance] : [past]);
  await read(store, "staging", ago(40_000), trouble ? [incident] : []);
  await store.subjects.observe([{ target: changelog, at: ago(trouble ? 14 * HOUR : 20 * MINUTE) }]);
  if (!trouble) return;
  for (let hour = 13; hour > 0; hour -= 1) {
    await store.subjects.failed(changelog, {
      at: ago(hour * HOUR),
      error: "auth0.com answered 503",
    });
  }
}

const changelog = { key: "changelog", source: "changelog", title: "Auth0 change log" };
const blog = { key: `rss ${feed}`, source: "rss", title: "blog.example.com", feed };

function read(store: Store, tenant: string, at: Date, subjects: readonly Subject[]) {
  const target = {
    key: `status ${tenant}`,
    source: "status",
    title: `Auth0 status for ${tenant}`,
    tenant,
  };
  return store.subjects.observe([{ target, at, subjects }]);
}

async function subscribe(store: Store): Promise<void> {
  const by = { id: "local:user:ada", name: "Ada" } as const;
  const chat = { conversation: ops, feed: "", by, origin: "chat" } as const;
  const at = ago(20 * DAY);
  await store.subscriptions.subscribe(
    { ...chat, source: "status", as: "thread", mention: by.id },
    at,
  );
  const quiet = { from: 22 * 60, to: 7 * 60, zone: "Europe/Berlin" };
  const loud = { ...chat, source: "changelog", as: "card", only: "breaking", quiet } as const;
  await store.subscriptions.subscribe(loud, at);
  const settled = {
    conversation: ops,
    source: "rss",
    feed,
    as: "all",
    origin: "settings",
  } as const;
  await store.subscriptions.settle([settled], at);
  const support = { ...chat, conversation: "slack:channel:C0SUPPORT", source: "status" } as const;
  await store.subscriptions.subscribe({ ...support, as: "thread" }, at);
}

async function followMore(store: Store): Promise<void> {
  const by = { id: "local:user:ada", name: "Ada" } as const;
  const chat = { conversation: ops, feed: "", as: "card", by, origin: "chat" } as const;
  await store.subscriptions.subscribe({ ...chat, source: "advisories" }, ago(20 * DAY));
  await store.subscriptions.subscribe({ ...chat, source: "digest" }, ago(20 * DAY));
  const nextDueAt = new Date("2026-11-23T08:00:00Z");
  const weekly = { weekday: 1, minute: 9 * 60, zone: "Europe/Berlin", usual: true };
  await store.digests.schedule({ ...weekly, conversation: ops, nextDueAt });
}

function pause(store: Store, conversation: typeof ops | "slack:channel:C0SUPPORT"): Promise<void> {
  const reason = "Slack says that the channel is archived.";
  return store.outbox.pause(conversation, { reason, since: ago(3 * HOUR), retryAt: night });
}

const follow: Services["follow"] = async (_source, address) => {
  if (!address.includes("down")) return [];
  throw new UpstreamError("down.example.com", "down.example.com took more than 10 s to answer.", {
    retryAfterMs: 60_000,
  });
};

function probes(trouble: boolean): readonly ProbeResult[] {
  const store = { subject: "The database", ok: true, detail: "12 MB, written to just now" };
  const local = { subject: "Local chat", ok: true, detail: "listens on http://127.0.0.1:3001" };
  const slack = {
    subject: "Slack",
    ok: false,
    detail: "Slack refuses the bot token (invalid_auth)",
    fix: "Set slack.botToken to the token under OAuth & Permissions of your app, and restart.",
  };
  return trouble ? [store, local, slack] : [store, local];
}
