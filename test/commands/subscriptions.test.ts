import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/core/clock.ts";
import type { SourceFacts } from "../../src/core/command.ts";
import { partOf } from "../../src/core/parts.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Condition } from "../../src/core/store.ts";
import type { Subscription } from "../../src/core/subscription.ts";
import { ask, askPlainly, fakeContext } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, noon, target } from "../fakes/subjects.ts";

const here = "local:channel:ops";
const held: Subscription = {
  id: "s1",
  conversation: here,
  source: "status",
  feed: "",
  as: "thread",
  by: { id: "local:user:ada", name: "Ada" },
  origin: "chat",
  createdAt: ago(48 * HOUR),
};
const given = (conditions: Condition[] = [], subscriptions: Subscription[] = [held]) => ({
  store: fakeStore({ subscriptions, conditions, targets: [target()] }),
});

describe("subscriptions", () => {
  it("lists what is followed here: how, by whom, since when, and that it gets through", async () => {
    const quiet = { from: 0, to: 60, zone: "UTC" };
    const reply = await ask("subscriptions", given([], [{ ...held, tenant: "prod", quiet }]));
    expect(reply.summary).toBe("This conversation follows 1 source; posts get through.");
    const plain = renderPlain(reply);
    expect(plain).toContain(
      "Auth0 status – thread: a card for each incident or entry, edited in place, with updates in its thread; tenant prod; quiet 00:00-01:00 UTC",
    );
    expect(plain).toContain("by Ada, since 2026-11-20 12:00 UTC; read every 1 min");
    expect(plain).toContain("[Unsubscribe] unsubscribe status");
    expect(plain).toContain("[Mute for 2 h] mute 2h");
  });

  it("marks those from settings, which cannot be left from here", async () => {
    const { by: _nobody, ...settled } = { ...held, origin: "settings" as const };
    const plain = await askPlainly("subscriptions", given([], [settled]));
    expect(plain).toContain("from settings, since 2026-11-20");
    expect(plain).not.toContain("[Unsubscribe]");
  });

  it("says that people from outside read what is posted here, where that is so", async () => {
    const shared = { conversation: here, failures: 0, sharedSince: ago(HOUR) } as const;
    const words =
      "People from outside your organisation read what is posted here, since 2026-11-22";
    expect(await askPlainly("subscriptions", given([shared]))).toContain(words);
    expect(await askPlainly("subscriptions", given())).not.toContain("outside");
  });

  it("says loudly that it is paused, why, and what to do", async () => {
    const paused = { reason: "The channel is archived.", since: ago(HOUR) };
    const reply = await ask("subscriptions", given([{ conversation: here, failures: 0, paused }]));
    expect(reply.summary).toBe(
      "This conversation follows 1 source, and is paused. The channel is archived.",
    );
    expect(reply.tone).toBe("bad");
    const shown = renderPlain({ ...reply, summary: "" });
    expect(shown).toContain("archived. Paused since 2026-11-22 11:00 UTC. Put that right");
    expect(shown.match(/is archived/g)).toHaveLength(1);
  });

  it("says until when it is muted, and no longer once that has passed", async () => {
    const mutedUntil = new Date(noon.getTime() + HOUR);
    const muted = await askPlainly(
      "subscriptions",
      given([{ conversation: here, failures: 0, mutedUntil }]),
    );
    expect(muted).toContain("is muted until 22 Nov 2026, 14:00");
    expect(muted).toContain("[Unmute] mute off");
    const over = { conversation: here, failures: 0, mutedUntil: ago(1) } as const;
    expect(await askPlainly("subscriptions", given([over]))).not.toContain("muted");
  });

  it("tells of trouble that is not yet a pause, and nothing of other conversations", async () => {
    const trouble = { conversation: here, failures: 3, error: "Slack answered 503" } as const;
    const other = { ...trouble, conversation: "local:channel:secret", error: "secret" } as const;
    const reply = await ask("subscriptions", given([other, trouble]));
    expect(reply.summary).toContain("posting is in trouble");
    expect(renderPlain(reply)).toContain(
      "The last 3 tries to post here failed: Slack answered 503.",
    );
    expect(renderPlain(reply)).not.toContain("secret");
    expect(renderPlain(await ask("subscriptions", given([other])))).toContain("posts get through");
  });

  it("says that a source is not being read, where its silence would look like health", async () => {
    const stale = target({ lastReadAt: ago(HOUR), failures: 4, error: "timed out" });
    const store = fakeStore({ subscriptions: [held], targets: [stale] });
    const reply = await ask("subscriptions", { store });
    expect(reply.tone).toBe("warning");
    const first =
      "Auth0 status for prod has not been read for 60 min: timed out. Silence here is not health.";
    expect(reply.summary).toBe(`${first} This conversation follows 1 source; posts get through.`);
    expect(reply.blocks[0]).toEqual({ kind: "text", text: [{ bold: first }] });
    expect(renderPlain(reply)).toContain(
      "by Ada, since 2026-11-20 12:00 UTC; Auth0 status for prod has not",
    );
  });

  it("warns of what is not read on a later page too, and of what was never read", async () => {
    const feeds = Array.from({ length: 14 }, (_, n) => {
      const feed = `https://example.com/${n}`;
      const read = target({ key: feed, source: "rss", feed, title: feed });
      return { read, sub: { ...held, id: feed, source: "rss", feed } };
    });
    const subscriptions = feeds.map(({ sub }) => sub);
    const targets = feeds.slice(0, -1).map(({ read }) => read);
    const store = fakeStore({ subscriptions, targets });
    const reply = await ask("subscriptions", { store });
    expect(reply.tone).toBe("warning");
    expect(reply.summary).toMatch(
      /^https:\/\/example\.com\/13 has never been read\. Silence here is not health\. /,
    );
    const none = await ask("subscriptions", { store: fakeStore({ subscriptions }) });
    expect(none.summary).toMatch(/\/2 has never been read\. So it is with 11 more\. Silence/);
  });

  it("keeps a pause the first thing said, with what is not read behind it", async () => {
    const paused = { reason: "The channel is archived", since: ago(HOUR) };
    const store = fakeStore({
      subscriptions: [held],
      conditions: [{ conversation: here, failures: 0, paused }],
      targets: [target({ lastReadAt: ago(HOUR) })],
    });
    const reply = await ask("subscriptions", { store });
    expect(reply.tone).toBe("bad");
    expect(reply.summary).toMatch(/^This conversation .* is paused\. The channel is archived\.$/);
    expect(renderPlain(reply)).toContain("Silence here is not health.");
  });

  it("calls people by name where it knows one", async () => {
    const mentions = (mention: NonNullable<Subscription["mention"]>, by = held.by) =>
      askPlainly("subscriptions", given([], [{ ...held, mention, ...(by ? { by } : {}) }]));
    expect(await mentions("local:user:ada")).toContain("; mentions you");
    const grace = { id: "local:user:grace", name: "Grace" } as const;
    expect(await mentions(grace.id, grace)).toContain("; mentions Grace");
    expect(await mentions("local:group:oncall")).toContain("; mentions the group oncall");
  });

  it("says how to begin where nothing is followed", async () => {
    const reply = await ask("subscriptions", given([], []));
    expect(reply.summary).toBe(
      'This conversation follows nothing yet. Say "subscribe status" to begin.',
    );
    const [action] = reply.blocks.flatMap((block) =>
      block.kind === "actions" ? block.actions : [],
    );
    expect(action).toMatchObject({
      label: "Subscribe",
      form: {
        fields: [
          { name: "source", choices: ["status", "changelog", "rss"] },
          {},
          {},
          {},
          {},
          {},
          {},
        ],
      },
    });
  });

  it("shows six at a time, each with a form that changes it, all in one message", async () => {
    const many = Array.from({ length: 7 }, (_, n) => ({
      ...held,
      id: `s${n}`,
      source: "rss",
      feed: `https://example.com/${n}`,
    }));
    const reply = await ask("subscriptions", given([], many));
    expect(partOf(reply, { part: 1, line: "subscriptions" })).toBe(reply);
    const plain = renderPlain(reply);
    expect(plain).toContain("[More] subscriptions page:2");
    expect(plain).toContain("https://example.com/5");
    expect(plain).not.toContain("https://example.com/6");
    expect(plain.match(/\[Change\]/g)).toHaveLength(6);
    const next = await askPlainly("subscriptions page:2", given([], many));
    expect(next).toContain("https://example.com/6");
  });

  it("does not call a source unread that reads nothing", async () => {
    const own = { ...fakeContext().sources[0], id: "logins", title: "Logins", polled: false };
    const sources = [...fakeContext().sources, own as SourceFacts];
    const reply = await ask("subscriptions", {
      ...given([], [{ ...held, source: "logins" }]),
      sources,
    });
    expect(reply.summary).toBe("This conversation follows 1 source; posts get through.");
    expect(renderPlain(reply)).not.toMatch(/never been read|read every/);
    const plain = await askPlainly("subscribe logins", { store: fakeStore(), sources });
    expect(plain).toContain("This conversation now follows Logins");
    expect(plain).not.toMatch(/read yet|first read/);
  });
});
