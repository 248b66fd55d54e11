import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/core/clock.ts";
import { UpstreamError } from "../../src/core/errors.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { KnownSubject } from "../../src/core/subject.ts";
import { ada, ask, askPlainly } from "../fakes/context.ts";
import { fakeStore } from "../fakes/store.ts";
import { ago, incident, noon, said, target } from "../fakes/subjects.ts";

const outage = incident([said("investigating", ago(HOUR))]);
const over = incident([said("resolved", ago(5 * HOUR))], { id: "over", title: "Long over" });
const feed = "https://example.com/feed.xml";

describe("subscribe", () => {
  it("follows a source here, a card with its thread unless asked otherwise", async () => {
    const store = fakeStore({ targets: [target()] });
    const reply = await ask("subscribe status", { store });
    expect(store.held).toMatchObject([
      {
        conversation: "local:channel:ops",
        source: "status",
        feed: "",
        as: "thread",
        by: { id: "local:user:ada", name: "Ada" },
        origin: "chat",
      },
    ]);
    expect(reply.summary).toBe(
      "This conversation now follows Auth0 status: a card for each incident or entry, edited in place, with updates in its thread. Nothing that it wants is newly open, so no card was posted.",
    );
  });

  it("keeps every wish as it was written", async () => {
    const store = fakeStore();
    await ask(
      "subscribe status as:all tenant:Prod only:Incident quiet:22:00-07:00 mention:local:group:oncall",
      { store },
    );
    expect(store.held[0]).toMatchObject({
      as: "all",
      tenant: "prod",
      only: "incident",
      quiet: { from: 1320, to: 420, zone: "Europe/Berlin" },
      mention: "local:group:oncall",
    });
  });

  it("mentions whoever asks, for mention:me", async () => {
    const store = fakeStore();
    const plain = await askPlainly("subscribe status mention:me", { store });
    expect(store.held[0]?.mention).toBe("local:user:ada");
    expect(plain).toContain("Mention: you, when authentication is affected");
  });

  it.each([
    [
      "subscribe stats",
      '"stats" is not a source. Did you mean "status"? The sources are: status, changelog, rss.',
    ],
    [
      "subscribe rss",
      "Say which feed it shall read, like: subscribe rss https://example.com/feed.xml",
    ],
    ["subscribe rss ftp://example.com/feed", '"ftp://example.com/feed" is not a feed\'s address'],
    ["subscribe rss example.com", '"example.com" is not a feed\'s address'],
    ["subscribe rss https://ada:secret@example.com/feed", "holds a user name or a password"],
    ["subscribe status prod", "say tenant:prod"],
    ["subscribe status as:loud", '"loud" is not how loud it is'],
    ["subscribe changelog only:braking", 'Did you mean "breaking"?'],
    [`subscribe rss ${feed} only:breaking`, '"rss" has no labels to choose by'],
    ["subscribe status tenant:prd", 'Did you mean "prod"?'],
    ["subscribe status mention:slack:group:S1", "on another platform"],
    ["subscribe status mention:everyone", "nobody I can mention"],
    ["subscribe status mention:local:channel:ops", "nobody I can mention"],
    ["subscribe status quiet:25:00-07:00", "not hours of the day"],
    ["subscribe status quiet:22:00-07:00@Mars", "not a time zone"],
  ])("refuses %j in words, and follows nothing", async (line, words) => {
    const store = fakeStore();
    await expect(ask(line, { store })).rejects.toThrow(words);
    expect(store.held).toEqual([]);
  });

  it("never repeats a password from an address", async () => {
    const failure = await ask("subscribe rss https://ada:hunter2@example.com/f").catch(String);
    expect(failure).not.toContain("hunter2");
  });

  it("says that the same wish is there already, and changes nothing", async () => {
    const store = fakeStore();
    await ask("subscribe status as:card", { store });
    const held = [...store.held];
    const reply = await ask("subscribe status as:card", { store });
    expect(reply.summary).toBe(
      "This conversation already follows Auth0 status in just this way; nothing has changed.",
    );
    expect(store.held).toEqual(held);
  });

  it("says what has changed, and gives the line that undoes it", async () => {
    const store = fakeStore();
    await ask("subscribe status as:card quiet:22:00-07:00", { store });
    const plain = await askPlainly("subscribe status as:all tenant:prod", { store });
    expect(plain).toContain(
      "in another way. What you did not name stays as it was.\n- as: card → all\n- tenant: all → prod\nLoudness",
    );
    const undo = "subscribe status as:card tenant:all quiet:22:00-07:00@Europe/Berlin";
    expect(plain).toContain(`[Undo] ${undo}`);
    await ask(undo, { store });
    expect(store.held).toMatchObject([{ as: "card", quiet: { from: 1320, to: 420 } }]);
    expect(store.held[0]).not.toHaveProperty("tenant");
  });

  it("changes only what a line names, whoever says it", async () => {
    const store = fakeStore();
    const whole = "subscribe status tenant:prod only:incident quiet:22:00-07:00 mention:me";
    await ask(whole, { store });
    const grace = { ...ada, id: "local:user:grace", name: "Grace" } as const;
    const plain = await askPlainly("subscribe status as:card", { store, by: grace });
    expect(store.held).toHaveLength(1);
    expect(store.held[0]).toMatchObject({
      as: "card",
      tenant: "prod",
      only: "incident",
      quiet: { from: 1320, to: 420, zone: "Europe/Berlin" },
      mention: "local:user:ada",
    });
    expect(plain).toContain("- as: thread → card\nLoudness");
    await ask("subscribe status", { store });
    expect(store.held[0]).toMatchObject({ as: "card", mention: "local:user:ada" });
  });

  it.each([
    ["quiet:off", "quiet", "quiet: 22:00-07:00 Europe/Berlin → none"],
    ["mention:none", "mention", "mention: you → nobody"],
    ["tenant:all", "tenant", "tenant: prod → all"],
    ["only:all", "only", "only: incident → everything"],
    ["mention:OFF", "mention", "mention: you → nobody"],
  ])("ends an option by %s, and no other", async (word, key, words) => {
    const store = fakeStore();
    const whole = "subscribe status tenant:prod only:incident quiet:22:00-07:00 mention:me";
    await ask(whole, { store });
    const [before] = store.held;
    const plain = await askPlainly(`subscribe status ${word}`, { store });
    expect(plain).toContain(`- ${words}\nLoudness`);
    expect(store.held).toHaveLength(1);
    expect(Object.keys(before ?? {}).filter((each) => !(each in (store.held[0] ?? {})))).toEqual([
      key,
    ]);
    const [, undo = ""] = /^\[Undo\] (.*)$/m.exec(plain) ?? [];
    await ask(undo, { store });
    expect(store.held[0]).toEqual({ ...before, createdAt: store.held[0]?.createdAt });
  });

  it("takes a word that ends an option where there is nothing to end", async () => {
    const store = fakeStore();
    await ask("subscribe status quiet:off mention:none tenant:all only:all", { store });
    expect(Object.keys(store.held[0] ?? {})).not.toContain("quiet");
    expect(store.held[0]).toMatchObject({ source: "status", as: "thread" });
  });

  it("tells two people of one name apart", async () => {
    const store = fakeStore();
    await ask("subscribe status mention:me", { store, audience: "all" });
    const namesake = { ...ada, id: "local:user:ada-2" } as const;
    const line = "subscribe status mention:me";
    const reply = await ask(line, { store, audience: "all", by: namesake });
    expect(reply.summary).toContain("in another way");
    expect(store.held[0]?.mention).toBe(namesake.id);
  });

  it("calls people by the names it knows, and nobody by a platform's whole address", async () => {
    const store = fakeStore();
    const mine = await askPlainly("subscribe status mention:me", { store, audience: "all" });
    expect(mine).toContain("Mention: Ada, when");
    const group = await askPlainly("subscribe status mention:local:group:oncall", { store });
    expect(group).toContain("- mention: you → the group oncall");
    expect(group).toContain("Mention: the group oncall, when");
  });

  it("leaves one from the settings file alone and says where to change it", async () => {
    const store = fakeStore();
    await ask("subscribe status", { store });
    const [held] = store.held;
    if (held) store.held[0] = { ...held, origin: "settings" };
    await expect(ask("subscribe status as:all", { store })).rejects.toThrow(
      'comes from the settings file, so it can only be changed there: ask whoever runs Watchpost to change the one with { in: "local:channel:ops", source: status }',
    );
    expect(store.held[0]?.as).toBe("thread");
  });

  it("reads a feed that a person names before it is followed, and shows its newest entry", async () => {
    const store = fakeStore();
    const item: KnownSubject = {
      ...incident([said("published", ago(HOUR), "Hello")]),
      source: "rss",
      feed,
      tenants: [],
      title: "News",
    };
    const read: string[] = [];
    const follow = async (source: string, address: string) => {
      read.push(`${source} ${address} ${store.held.length}`);
      store.known.push(item);
      return [item];
    };
    const plain = await askPlainly("subscribe rss HTTPS://Example.com/feed.xml#top", {
      store,
      follow,
    });
    expect(read).toEqual([`rss ${feed} 0`]);
    expect(store.held[0]?.feed).toBe(feed);
    expect(plain).toContain("Sample of what will come\nNews");
  });

  it("does not follow a feed that cannot be read", async () => {
    const store = fakeStore();
    const follow = async () => {
      throw new UpstreamError("example.com", "it answered 404");
    };
    await expect(ask(`subscribe rss ${feed}`, { store, follow })).rejects.toThrow("answered 404");
    expect(store.held).toEqual([]);
  });

  it("shows one sample to the asker, clearly marked, without calling anybody", async () => {
    const affected = { ...outage, authenticationAffected: true, changedAt: noon };
    const store = fakeStore({ subjects: [over, affected], targets: [target()] });
    const reply = await ask("subscribe status mention:me", { store });
    const plain = renderPlain(reply);
    expect(plain).toContain("Sample of what will come\nElevated errors at login");
    expect(plain).not.toContain("Long over");
    expect(JSON.stringify(reply)).not.toContain('"mention"');
    expect(plain).toContain("Known since 2026-11-12 12:00 UTC.");
    expect(plain).toContain("[Unsubscribe] unsubscribe status");
  });

  it("keeps the sample from an answer that everyone sees", async () => {
    const store = fakeStore({ subjects: [outage] });
    expect(await askPlainly("subscribe status", { store, audience: "all" })).not.toContain(
      "Sample",
    );
  });

  it("says how many cards are posted because something is open now", async () => {
    const other = incident([said("identified", ago(HOUR))], { id: "i2" });
    const elsewhere = incident([said("identified", ago(HOUR))], { id: "i3", tenants: ["dev"] });
    const store = fakeStore({ subjects: [outage, other, over, elsewhere] });
    const reply = await ask("subscribe status tenant:prod", { store });
    expect(reply.summary).toContain("2 cards for what is open now are posted.");
    const wider = await ask("subscribe status tenant:all", { store });
    expect(wider.summary).toContain("1 card for what is open now is posted.");
  });

  it("says what holds the cards back", async () => {
    const conversation = "local:channel:ops";
    const quiet = await ask("subscribe status quiet:11:00-15:00", {
      store: fakeStore({ subjects: [outage] }),
    });
    expect(quiet.summary).toContain(
      "1 card for what is open now waits: it is quiet here until 22 Nov 2026, 15:00",
    );
    const condition = {
      conversation,
      failures: 0,
      paused: { reason: "archived", since: noon },
    } as const;
    const paused = await ask("subscribe status", {
      store: fakeStore({ subjects: [outage], conditions: [condition] }),
    });
    expect(paused.summary).toContain("waits: posting here is paused (archived).");
  });
});

describe("subscribing where the bot may not post", () => {
  const reach = async () => "I am not in the channel. Say /invite @watchpost in that channel.";

  it("keeps the subscription, paused, and says exactly what lets the bot in", async () => {
    const store = fakeStore({ subjects: [outage], targets: [target()] });
    const reply = await ask("subscribe status", { store, reach });
    expect(store.held).toHaveLength(1);
    expect(store.state).toMatchObject([
      { conversation: "local:channel:ops", paused: { reason: expect.stringContaining("/invite") } },
    ]);
    expect(reply.tone).toBe("warning");
    expect(reply.summary).toContain("nothing can be posted here yet: I am not in the channel.");
    const plain = renderPlain(reply);
    expect(plain).toContain("Say /invite @watchpost in that channel.");
    expect(plain).toContain("What is to be told is kept.");
    expect(plain).not.toContain("is posted");
  });

  it("says so too where it follows already", async () => {
    const store = fakeStore({ targets: [target()] });
    await ask("subscribe status", { store });
    const reply = await ask("subscribe status", { store, reach });
    expect(reply.summary).toContain("Nothing can be posted here yet: I am not in the channel.");
  });
});
