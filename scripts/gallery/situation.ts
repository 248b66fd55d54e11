import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import { DAY, HOUR, MINUTE } from "../../src/core/clock.ts";
import type { DispatchOptions } from "../../src/core/dispatch.ts";
import { UpstreamError } from "../../src/core/errors.ts";
import { staleAfter } from "../../src/core/source.ts";
import type { Store } from "../../src/core/store.ts";
import type { Subject } from "../../src/core/subject.ts";
import { sources as registered } from "../../src/sources/index.ts";
import { fakeClock } from "../../test/fakes/clock.ts";
import { feedItem, incident, maintenance, news, past } from "./subjects.ts";

/** Ten past three in Berlin: when whoever is on call asks. */
export const night = new Date("2026-11-22T02:10:00Z");
export const ops = "local:channel:ops";
const feed = "https://blog.example.com/feed.xml";

type Services = DispatchOptions["services"];

/** What the bot knows in one night of its life, in memory. */
export interface Situation {
  readonly services: Services;
  close(): Promise<void>;
}

export const situations = ["trouble", "calm", "new", "paused"] as const;
export type SituationName = (typeof situations)[number];

export async function openSituation(name: SituationName): Promise<Situation> {
  const store = await openSqliteStore({ file: ":memory:", clock: fakeClock(night) });
  if (name !== "new") await remember(store, name !== "calm");
  if (name === "paused") await pause(store, ops);
  if (name === "trouble") await pause(store, "slack:channel:C0SUPPORT");
  const services: Services = {
    store,
    sources,
    tenants: [
      { name: "prod", domain: "acme.us.auth0.com" },
      { name: "staging", domain: "acme-staging.eu.auth0.com" },
    ],
    follow,
    probe: async () => probes(name !== "calm"),
  };
  return { services, close: () => store.close() };
}

/** The sources as they are when the settings say nothing of them. */
const sources = registered.map(({ id, title, summary, labels, feedNamed, settings }) => {
  const usual = settings.parse({});
  const { every } = usual;
  return { id, title, summary, labels, feedNamed, every, staleAfter: staleAfter(usual) };
});

const ago = (ms: number) => new Date(night.getTime() - ms);

/** What was read, when, and who follows it. In trouble, one incident is open and the change log has gone unread. */
async function remember(store: Store, trouble: boolean): Promise<void> {
  const known = ago(40 * DAY);
  await read(store, "prod", known, [past]);
  await read(store, "staging", known, []);
  await store.subjects.observe([
    { target: changelog, at: ago(30 * DAY), subjects: news },
    { target: blog, at: ago(15 * MINUTE), subjects: [feedItem(feed)] },
  ]);
  await subscribe(store);
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

function pause(store: Store, conversation: typeof ops | "slack:channel:C0SUPPORT"): Promise<void> {
  const reason = "Slack says that the channel is archived.";
  return store.outbox.pause(conversation, { reason, since: ago(3 * HOUR), retryAt: night });
}

const follow: Services["follow"] = async (_source, address) => {
  if (!address.includes("down")) return [];
  throw new UpstreamError("down.example.com", "It did not answer within 10 s", {
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
