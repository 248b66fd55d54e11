import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/core/clock.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Condition } from "../../src/core/store.ts";
import type { Subscription } from "../../src/core/subscription.ts";
import { ask, askPlainly } from "../fakes/context.ts";
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
      "Auth0 status – thread: one card for each, edited in place, with updates in its thread; tenant prod; quiet 00:00-01:00 UTC",
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

  it("says loudly that it is paused, why, and what to do", async () => {
    const paused = { reason: "The channel is archived.", since: ago(HOUR) };
    const reply = await ask("subscriptions", given([{ conversation: here, failures: 0, paused }]));
    expect(reply.summary).toBe(
      "This conversation follows 1 source, and is paused: The channel is archived.",
    );
    expect(reply.tone).toBe("bad");
    expect(renderPlain(reply)).toContain("Since 2026-11-22 11:00 UTC. Put that right");
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
    expect(await askPlainly("subscriptions", { store })).toContain(
      "Auth0 status for prod has not been read for 60 min: timed out",
    );
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

  it("shows ten at a time", async () => {
    const many = Array.from({ length: 11 }, (_, n) => ({
      ...held,
      id: `s${n}`,
      source: "rss",
      feed: `https://example.com/${n}`,
    }));
    const plain = await askPlainly("subscriptions", given([], many));
    expect(plain).toContain("[More] subscriptions page:2");
    expect(plain).not.toContain("https://example.com/10 ");
    expect(await askPlainly("subscriptions page:2", given([], many))).toContain(
      "https://example.com/10",
    );
  });
});
