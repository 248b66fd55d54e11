import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { MINUTE, SECOND } from "../../src/core/clock.ts";
import { UpstreamError, UserError } from "../../src/core/errors.ts";
import { defineSource, type Target } from "../../src/core/source.ts";
import type { Store } from "../../src/core/store.ts";
import { type Subject, withKeys } from "../../src/core/subject.ts";
import type { Wish } from "../../src/core/subscription.ts";
import { createRunner, type Runner, type RunnerOptions } from "../../src/feeds/runner.ts";
import { fakeClock } from "../fakes/clock.ts";

const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const settings = { every: MINUTE };
const schema = z.object({ every: z.number() });

const status = defineSource({
  id: "status",
  title: "Status",
  summary: "What the status page says",
  labels: [],
  feedNamed: false,
  settings: schema,
  targets: (_, { tenants }) =>
    tenants.map(({ name }) => ({
      key: `status:${name}`,
      title: `Status of ${name}`,
      url: "http://x",
      tenant: name,
    })),
  read: async () => [],
});

const rss = defineSource({
  id: "rss",
  title: "Feeds",
  summary: "Any feed",
  labels: [],
  feedNamed: true,
  settings: schema,
  targets: (_, { feeds }) =>
    feeds.map((feed) => ({ key: `rss:${feed}`, title: feed, url: feed, feed })),
  read: async () => [],
});

function incident(id: string, words: readonly string[]): Subject {
  return {
    source: "status",
    id,
    title: `Trouble ${id}`,
    url: "",
    phase: "investigating",
    revisions: withKeys(words.map((text) => ({ phase: "investigating" as const, text }))),
    labels: [],
    facts: [],
  };
}

describe("the runner", () => {
  const clock = fakeClock();
  let store: Store;
  let runner: Runner;
  /** What each target shows now: subjects, or a failure. */
  let world: Map<string, readonly Subject[] | Error>;
  let reads: string[];
  /** What a target waits for before it answers. */
  let hangs: Map<string, Promise<void>>;

  const reader = {
    read: async (_source: unknown, _settings: unknown, target: Target) => {
      reads.push(target.key);
      await hangs.get(target.key);
      const shown = world.get(target.key) ?? [];
      if (shown instanceof Error) throw shown;
      return { subjects: shown, validators: {} };
    },
  };

  beforeEach(async () => {
    store = await openSqliteStore({ file: ":memory:", clock });
    world = new Map();
    reads = [];
    hangs = new Map();
    runner = begin();
  });
  afterEach(() => store.close());

  function begin(): Runner {
    const tenants = [
      { name: "a", domain: "a.us.auth0.com" },
      { name: "b", domain: "b.us.auth0.com" },
    ];
    const polled = [
      { source: status, settings },
      { source: rss, settings },
    ];
    const onObserved = () => {};
    return createRunner({ polled, tenants, reader, store, clock, log: quiet, onObserved });
  }

  async function turn(): Promise<void> {
    await runner.tick();
    await runner.settled();
  }

  /** Lets minutes pass as they do, with a turn in each. */
  async function minutes(count: number): Promise<void> {
    for (let minute = 0; minute < count; minute += 1) {
      clock.pass(MINUTE);
      await turn();
    }
  }

  const ops = "local:channel:ops";
  const wish = (given: Partial<Wish> = {}): Wish => ({
    conversation: ops,
    source: "status",
    feed: "",
    as: "thread",
    origin: "settings",
    ...given,
  });
  const tellings = () => store.outbox.tellings(ops);
  const waiting = async () =>
    (await tellings()).map(({ subject, untold }) => [subject.id, untold.length]);

  it("goes on reading, and says that a source is unread, although the clock was set back by an hour", async () => {
    await minutes(2);
    reads = [];
    clock.pass(-60 * MINUTE);
    await minutes(1);
    expect(reads).toEqual(["status:a", "status:b"]);
    world.set("status:a", new UpstreamError("unreachable", "away"));
    await minutes(30);
    const open = await store.subjects.find({ source: "watchpost", open: true });
    expect(open.map(({ title }) => title)).toEqual(["Status of a cannot be read"]);
  });

  it("reads every target at its pace, and not before its turn", async () => {
    await turn();
    await turn();
    expect(reads).toEqual(["status:a", "status:b"]);
    clock.pass(MINUTE);
    await turn();
    expect(reads).toHaveLength(4);
  });

  it("makes one card of an incident that two tenants' feeds show, and names both", async () => {
    await turn();
    await store.subscriptions.settle([wish()], clock.now());
    for (const tenant of ["a", "b"]) world.set(`status:${tenant}`, [incident("i1", ["Looking."])]);
    clock.pass(MINUTE);
    await turn();
    expect(await waiting()).toEqual([["i1", 1]]);
    const [known] = await store.subjects.find({ source: "status" });
    expect(known?.tenants).toEqual(["a", "b"]);
  });

  it("tells the news of one tenant although another's feed hangs, and the other's when it comes", async () => {
    await turn();
    await store.subscriptions.settle([wish()], clock.now());
    let answer = (): void => undefined;
    hangs.set("status:b", new Promise((resolve) => (answer = resolve)));
    for (const tenant of ["a", "b"]) world.set(`status:${tenant}`, [incident("i1", ["Looking."])]);
    clock.pass(MINUTE);
    await runner.tick();
    await expect.poll(waiting).toEqual([["i1", 1]]);
    expect((await store.subjects.find({ source: "status" }))[0]?.tenants).toEqual(["a"]);
    answer();
    await runner.settled();
    expect((await store.subjects.find({ source: "status" }))[0]?.tenants).toEqual(["a", "b"]);
    expect(await waiting()).toEqual([["i1", 1]]);
  });

  it("tries a failing target again soon, then ever less often, and keeps reading the others", async () => {
    world.set("status:a", new UpstreamError("status.example", "HTTP 503."));
    for (let second = 0; second < 60; second += 1) {
      await turn();
      clock.pass(SECOND);
    }
    const tries = reads.filter((key) => key === "status:a").length;
    expect(tries).toBeGreaterThan(3);
    expect(tries).toBeLessThan(8);
    expect(reads).toContain("status:b");
    const [state] = (await store.subjects.targets()).filter(({ key }) => key === "status:a");
    expect(state).toMatchObject({ failures: tries, error: "HTTP 503." });
  });

  it("keeps away for as long as the other side asked", async () => {
    const busy = new UpstreamError("status.example", "HTTP 429.", { retryAfterMs: 5 * MINUTE });
    world.set("status:a", busy);
    const tries = () => reads.filter((key) => key === "status:a").length;
    await turn();
    clock.pass(4 * MINUTE);
    await turn();
    expect(tries()).toBe(1);
    clock.pass(MINUTE);
    await turn();
    expect(tries()).toBe(2);
  });

  it("says aloud that a source has gone unread too long, once, and that it is read again", async () => {
    await turn();
    await store.subscriptions.settle([wish()], clock.now());
    world.set("status:a", new UpstreamError("status.example", "timed out after 10 s."));
    await minutes(9);
    expect(await waiting()).toEqual([]);
    await minutes(4);
    const [alert, ...more] = await tellings();
    expect(more).toEqual([]);
    expect(alert?.subject).toMatchObject({
      title: "Status of a cannot be read",
      phase: "investigating",
    });
    expect(alert?.subject.revisions[0]?.text).toContain("timed out after 10 s.");
    world.set("status:a", []);
    await minutes(20);
    const [ended] = await tellings();
    expect(ended?.subject).toMatchObject({ phase: "resolved" });
    expect(ended?.subject.revisions).toHaveLength(2);
  });

  it("neither repeats nor forgets such an alert after a restart", async () => {
    await turn();
    await store.subscriptions.settle([wish()], clock.now());
    world.set("status:a", new UpstreamError("status.example", "HTTP 503."));
    await minutes(12);
    runner = begin();
    await minutes(12);
    expect(await waiting()).toHaveLength(1);
    world.set("status:a", []);
    await minutes(20);
    expect((await tellings())[0]?.subject.phase).toBe("resolved");
  });

  it.each(["was down", "slept with its machine"])(
    "does not call a source stale because the bot itself %s",
    async (why) => {
      await turn();
      await store.subscriptions.settle([wish()], clock.now());
      clock.pass(24 * 60 * MINUTE);
      if (why === "was down") runner = begin();
      await turn();
      expect(await waiting()).toEqual([]);
    },
  );

  it("says of a source that reads nothing that it cannot be unread", () => {
    const own = defineSource({ ...status, id: "own", settings: schema, targets: () => [] });
    const polled = [status, rss, own].map((source) => ({ source, settings }));
    const options = { reader, store, clock, log: quiet, onObserved: () => {} };
    const { facts } = createRunner({ polled, tenants: [], ...options });
    expect(facts.map(({ id, polled: is }) => [id, is])).toEqual([
      ["status", undefined],
      ["rss", undefined],
      ["own", false],
    ]);
  });

  it("says of a source that reads each tenant that nothing is read where there is none", () => {
    const polled = [status, rss].map((source) => ({ source, settings }));
    const options = { polled, reader, store, clock, log: quiet, onObserved: () => {} };
    const idle = (tenants: RunnerOptions["tenants"]) =>
      createRunner({ ...options, tenants }).facts.filter((one) => one.idle);
    expect(idle([]).map(({ id }) => id)).toEqual(["status"]);
    expect(idle([{ name: "prod", domain: "acme.us.auth0.com" }])).toEqual([]);
  });

  it("reads a feed at once when somebody names it, and polls it while it is subscribed to", async () => {
    const feed = "https://feeds.example/news.xml";
    const item: Subject = { ...incident("n1", ["News."]), source: "rss", phase: "published", feed };
    world.set(`rss:${feed}`, [item]);
    const [newest] = await runner.follow("rss", feed);
    expect(newest).toMatchObject({ id: "n1", feed });
    await store.subscriptions.subscribe(wish({ source: "rss", feed }), clock.now());
    expect(await waiting()).toEqual([]); // What was there is remembered, not told.
    world.set(`rss:${feed}`, [item, { ...item, id: "n2" }]);
    await turn();
    expect(await waiting()).toEqual([["n2", 1]]);
  });

  it("says why a named feed cannot be followed", async () => {
    const feed = "https://feeds.example/x";
    world.set(`rss:${feed}`, new UpstreamError("feeds.example", "HTTP 404."));
    await expect(runner.follow("rss", feed)).rejects.toThrow("HTTP 404.");
    await expect(runner.follow("status", feed)).rejects.toThrow(UserError);
  });
});
