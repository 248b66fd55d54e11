import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ChatAdapter } from "../src/core/chat-adapter.ts";
import { type Clock, MINUTE, SECOND } from "../src/core/clock.ts";
import { noJournal } from "../src/core/journal.ts";
import { Secret } from "../src/core/secret.ts";
import type { Store } from "../src/core/store.ts";
import { type Subject, withKeys } from "../src/core/subject.ts";
import { type FakeSlack, fakeSecrets, startFakeSlack } from "../test/fakes/slack/slack.ts";
import { built } from "./built.ts";
import type { Figure } from "./figures.ts";

export interface ToldOptions {
  readonly channels: number;
  /** So many seconds of the bot's and of Slack's clock pass in one of ours: a thousand posts take a thousand seconds. */
  readonly timesAsFast: number;
}

/** Of what the limits allow. */
const leastShare = 0.95;
const edits = { count: 50, perMs: MINUTE } as const;
const quiet = { info: () => {}, warn: () => {}, error: () => {} };
const target = { key: "status:prod", source: "status", title: "Auth0 status of prod" };
const phases = ["investigating", "identified"] as const;

interface House {
  readonly slack: FakeSlack;
  readonly store: Store;
  readonly clock: Clock;
  /** There is something to tell. */
  wake(): void;
  close(): Promise<void>;
}

/**
 * An incident in every channel of one workspace, told twice: the store, delivery and the Slack adapter as they are built,
 * over HTTP to a Slack that allows one post a second in the workspace and 50 edits a minute, and refuses the rest.
 */
export async function measureTold(options: ToldOptions): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-bench-"));
  const house = await openHouse(join(folder, "told.db"), options);
  try {
    for (const said of [1, 2]) {
      const subjects = [incident(said, house.clock.now())];
      await house.store.subjects.observe([{ target, at: house.clock.now(), subjects }]);
      house.wake();
      await allTold(house, options, said);
    }
    return figuresOf(house.slack, options);
  } finally {
    await house.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function openHouse(file: string, { channels, timesAsFast }: ToldOptions): Promise<House> {
  const clock = fastClock(timesAsFast);
  const now = () => clock.now().getTime();
  const slack = await startFakeSlack({ enforceRates: "workspace", now });
  const { openSqliteStore } =
    await built<typeof import("../adapters/sql/sqlite.ts")>("adapters/sql/sqlite");
  const store = await openSqliteStore({ file, clock });
  await store.subjects.observe([{ target, at: clock.now(), subjects: [] }]);
  for (let nth = 0; nth < channels; nth += 1) {
    slack.setChannel(`C${nth}`, "open");
    const conversation = `slack:channel:C${nth}` as const;
    const wish = {
      conversation,
      source: "status",
      feed: "",
      as: "thread",
      origin: "chat",
    } as const;
    await store.subscriptions.subscribe(wish, clock.now());
  }
  const adapter = await openAdapter(slack, store, clock);
  await adapter.check(); // A first call opens connections, which at this speed is a long time.
  const { createDelivery } =
    await built<typeof import("../src/delivery/delivery.ts")>("src/delivery/delivery");
  const delivery = createDelivery({
    outbox: store.outbox,
    adapters: [adapter],
    clock,
    log: quiet,
    holder: "bench",
    random: Math.random,
  });
  await delivery.start();
  return {
    slack,
    store,
    clock,
    wake: delivery.wake,
    async close() {
      await delivery.stop();
      await store.close();
      await slack.close();
    },
  };
}

async function openAdapter(slack: FakeSlack, store: Store, clock: Clock): Promise<ChatAdapter> {
  const { createSlackChat } =
    await built<typeof import("../adapters/slack/adapter.ts")>("adapters/slack/adapter");
  const { botToken, signingSecret } = fakeSecrets;
  return createSlackChat(
    {
      botToken: new Secret(botToken),
      signingSecret: new Secret(signingSecret),
      apiUrl: slack.apiUrl,
    },
    {
      mount: () => {},
      mountDoor: () => ({ renew: () => {}, shut: async () => {} }),
      records: store.records("slack"),
      journal: () => noJournal,
      doorJournal: () => noJournal,
      clock,
      log: quiet,
      version: "0.0.0",
      // No picture is in what is told here.
      drawChart: () => Promise.reject(new Error("nothing is drawn")),
    },
  );
}

function fastClock(timesAsFast: number): Clock {
  const begun = Date.now();
  const from = performance.now();
  return {
    now: () => new Date(begun + (performance.now() - from) * timesAsFast),
    async after(ms, signal) {
      await wait(Math.ceil(ms / timesAsFast), undefined, signal ? { signal } : {}).catch(
        () => undefined,
      );
    },
  };
}

function incident(said: number, at: Date): Subject {
  const revisions = phases.slice(0, said).map((phase, index) => ({
    phase,
    text: `Word ${index + 1}: some logins take longer than they should.`,
    at,
  }));
  return {
    source: "status",
    id: "i1",
    title: "Logins are slow",
    url: "https://status.example/incidents/i1",
    phase: revisions.at(-1)?.phase ?? "investigating",
    revisions: withKeys(revisions),
    labels: ["incident"],
    facts: [],
  };
}

/** Until nothing waits; at most three times as long as the limits make it. */
async function allTold({ store }: House, options: ToldOptions, said: number): Promise<void> {
  const longest = 3 * secondWordMs(options.channels) + MINUTE;
  const until = performance.now() + longest / options.timesAsFast;
  while ((await store.outbox.waiting()).count > 0) {
    if (performance.now() > until) throw new Error(`word ${said} was not told in time`);
    await wait(200);
  }
}

/** Milliseconds from the first edit to the last, if each comes as soon as the limit allows it. */
const editsMs = (count: number): number => Math.floor((count - 1) / edits.count) * edits.perMs;

/** The same for posts. */
const postsMs = (count: number): number => (count - 1) * SECOND;

/** The same from the first edit to the last reply, which are posts and follow each its own edit. */
function secondWordMs(count: number): number {
  let at = 0;
  for (let nth = 1; nth <= count; nth += 1)
    at = Math.max(editsMs(nth), nth === 1 ? 0 : at + SECOND);
  return at;
}

function figuresOf({ world, calls }: FakeSlack, options: ToldOptions): readonly Figure[] {
  const { channels } = options;
  const posts = world.operations.filter(({ op, thread }) => op === "post" && !thread);
  const replies = world.operations.filter(({ op, thread }) => op === "post" && thread);
  const edited = world.operations.filter(({ op }) => op === "edit");
  const share = (name: string, leastMs: number, told: typeof posts): Figure => {
    const tookMs = (told.at(-1)?.at ?? Number.NaN) - (told[0]?.at ?? Number.NaN);
    return {
      name: `${name}: share of the limit`,
      unit: "%",
      ours: (100 * leastMs) / tookMs,
      bound: { atLeast: 100 * leastShare },
    };
  };
  const wrong = Array.from({ length: channels }, (_, nth) => `C${nth}`).filter((channel) => {
    const told = world.operations.filter((one) => one.channel === channel);
    const course = told.map(({ op, thread }) => (thread ? "reply" : op)).join(" ");
    return course !== "post edit reply";
  });
  const carried = posts.length + replies.length + edited.length;
  const asked = calls.filter((method) => method.startsWith("chat.")).length;
  const count = (name: string, ours: number): Figure => ({
    name,
    unit: "",
    ours,
    bound: { exactly: 0 },
  });
  return [
    share(`first word, ${channels} posts`, postsMs(channels), posts),
    share(`second word, ${channels} edits`, editsMs(channels), edited),
    share("second word, edits and replies", secondWordMs(channels), [
      ...edited.slice(0, 1),
      ...replies,
    ]),
    count("messages refused for their haste (429)", asked - carried),
    count("channels told anything but once, or out of order", wrong.length),
  ];
}
