import { describe, expect, it } from "vitest";
import type { ConversationId } from "../../src/core/address.ts";
import { HOUR, MINUTE } from "../../src/core/clock.ts";
import type { Message, Span } from "../../src/core/message.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Condition } from "../../src/core/store.ts";
import type { Subscription } from "../../src/core/subscription.ts";
import { ada, ask, askPlainly } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, incident, said, target } from "../fakes/subjects.ts";

const secret = "slack:channel:CSECRET" as const;
const open = "slack:channel:COPEN" as const;
const direct = { conversation: ada.id } as const;
const reads = [
  target(),
  target({ key: "changelog", source: "changelog", title: "Auth0 change log" }),
];

function held(conversation: ConversationId, more: Partial<Subscription> = {}): Subscription {
  return {
    id: `s ${conversation} ${more.source ?? ""}`,
    conversation,
    source: "status",
    feed: "",
    as: "thread",
    by: { id: ada.id, name: "Ada" },
    origin: "chat",
    createdAt: ago(48 * HOUR),
    ...more,
  };
}

const grace = { by: { id: "local:user:grace", name: "Grace" } } as const;
const paused = (conversation: ConversationId): Condition => ({
  conversation,
  failures: 0,
  paused: { reason: "The channel is archived.", since: ago(HOUR) },
});
const known = (subscriptions: Subscription[], conditions: Condition[] = [], targets = reads) => ({
  from: direct,
  store: fakeStore({ subscriptions, conditions, targets }),
});

/** Every conversation that the message names, by its id. */
function named({ blocks }: Message): readonly string[] {
  const texts = blocks.flatMap((block) =>
    block.kind === "list" ? block.items : block.kind === "text" ? [block.text] : [],
  );
  const spans = texts.flatMap((one): readonly Span[] => (typeof one === "string" ? [] : one));
  return spans.flatMap((one) =>
    typeof one === "object" && "conversation" in one ? [one.conversation] : [],
  );
}

describe("home", () => {
  it("says first that all is well, then of each tenant, the asker's role and when it was made", async () => {
    const reply = await ask("home", known([]));
    expect(reply).toMatchObject({
      tone: "good",
      summary: "All clear for prod as far as Auth0 says.",
    });
    const plain = renderPlain(reply);
    expect(plain).toContain("As of 2026-11-22 12:00 UTC.");
    expect(plain).toContain("- prod: all clear");
    expect(plain).toContain("Your role here is operator");
    expect(plain).toContain(
      "You have subscribed no conversation to anything. To begin, press Subscribe, or say subscribe status in",
    );
    expect(plain).not.toContain("Stale or paused");
  });

  it("says first what is wrong", async () => {
    const outage = incident([said("investigating", ago(2 * HOUR))]);
    const reply = await ask("home", { store: fakeStore({ targets: reads, subjects: [outage] }) });
    expect(reply.tone).toBe("bad");
    expect(reply.summary).toMatch(/^1 open incident affects prod/);
    expect(renderPlain(reply)).toContain("Elevated errors at login");
  });

  it("shows what the asker subscribed, wherever that is, and nothing that others did", async () => {
    const store = known([
      held(open),
      held(open, { source: "changelog", as: "card", only: "breaking" }),
      held(ada.id),
      held(secret, grace),
    ]);
    const reply = await ask("home", store);
    expect(named(reply)).toEqual([open]);
    const plain = renderPlain(reply);
    expect(plain).toContain(
      "- Another conversation: Auth0 status (thread), Auth0 change log (card, breaking).",
    );
    expect(plain).toContain("- Your direct messages: Auth0 status (thread).");
    expect(plain).not.toContain("SECRET");
    expect(plain).not.toContain("COPEN");
  });

  it("puts what is paused before the rest, with the reason, and says so in its verdict", async () => {
    const reply = await ask("home", known([held(ada.id), held(open)], [paused(open)]));
    expect(reply.tone).toBe("warning");
    expect(reply.summary).toContain("1 thing is stale or paused; see below.");
    const lines = renderPlain(reply).split("\n");
    const [first, second] = lines.slice(lines.indexOf("You subscribed 2 conversations:") + 1);
    expect(first).toBe(
      "- Another conversation: Auth0 status (thread); paused since 2026-11-22 11:00 UTC: The channel is archived.",
    );
    expect(second).toContain("Your direct messages");
  });

  it.each([
    ["operator", "2 other conversations are paused; doctor says why."],
    ["viewer", undefined],
  ] as const)(
    "tells an %s of others' paused conversations as a number at most",
    async (role, words) => {
      const others = [held(secret, grace), held(open, grace)];
      const reply = await ask("home", { ...known(others, [paused(secret), paused(open)]), role });
      const plain = renderPlain(reply);
      if (words) expect(plain).toContain(words);
      else expect(plain).not.toContain("paused");
      expect(plain).not.toMatch(/SECRET|COPEN/);
      expect(named(reply)).toEqual([]);
    },
  );

  it("names a feed that is not read to those who follow it, and counts it for the others", async () => {
    const feed = "https://secret.example/feed.xml";
    const stale = target({ key: "rss", source: "rss", title: feed, feed, lastReadAt: ago(HOUR) });
    const { tenant: _none, ...unread } = stale;
    const rss = { source: "rss", feed };
    const mine = await askPlainly("home", known([held(open, rss)], [], [...reads, unread]));
    expect(mine).toContain(`- ${feed} has not been read since 2026-11-22 11:00 UTC.`);
    const others = { ...rss, ...grace };
    const plain = await askPlainly("home", known([held(secret, others)], [], [...reads, unread]));
    expect(plain).toContain("1 feed is not read that others follow.");
    expect(plain).not.toContain("secret.example");
  });

  it("says when the next digest comes, that one is overdue, and what is muted or quiet", async () => {
    const digest = held(open, { source: "digest", as: "card" });
    const quiet = { from: 0, to: 24 * 60 - 1, zone: "UTC" };
    const muted = { conversation: open, failures: 0, mutedUntil: ago(-HOUR) };
    const given = known([digest, held(open, { quiet })], [muted]);
    await given.store.digests.schedule({
      weekday: 1,
      minute: 540,
      zone: "UTC",
      conversation: open,
      nextDueAt: ago(20 * MINUTE),
    });
    const plain = await askPlainly("home", given);
    expect(plain).toContain("Auth0 status (thread, quiet now); muted until 2026-11-22 13:00 UTC");
    expect(plain).toContain("next digest 2026-11-22 11:40 UTC.");
    expect(plain).toContain("1 digest is overdue.");
  });

  it("tells of nobody when it is shown to all", async () => {
    const given = known([held(open)], [paused(open)]);
    const plain = await askPlainly("home", { ...given, audience: "all" });
    expect(plain).toContain("All clear for prod");
    expect(plain).not.toMatch(/\byou\b|role|paused/i);
  });

  it("offers only what the asker may say", async () => {
    const buttons = async (role: "viewer" | "operator") =>
      [
        ...(await askPlainly("home", { ...known([held(ada.id)]), role })).matchAll(/^\[(.+)\]/gm),
      ].map(([, label]) => label);
    expect(await buttons("viewer")).toEqual(["Status", "Readiness", "Doctor", "Help", "Refresh"]);
    expect(await buttons("operator")).toEqual([
      "Status",
      "Readiness",
      "Subscribe",
      "Subscriptions",
      "Doctor",
      "Help",
      "Refresh",
    ]);
  });

  it("counts what would not fit", async () => {
    const many = Array.from({ length: 14 }, (_, index) => held(`slack:channel:C${index}`));
    const reply = await ask("home", known(many));
    expect(named(reply)).toHaveLength(10);
    expect(renderPlain(reply)).toContain("and 4 more; say subscriptions there");
  });
});
