import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import SqliteDatabase from "better-sqlite3";
import type { ChatAdapter } from "../src/core/chat-adapter.ts";
import type { Store } from "../src/core/store.ts";
import { type Subject, withKeys } from "../src/core/subject.ts";
import { noRoster } from "../test/fakes/roles.ts";
import { built } from "./built.ts";
import type { Figure } from "./figures.ts";

const conversations = 1000;
const hoursOfYear = 8760;
/** What is really stored; a year is so many times as much. */
const tenths = 10;
const words =
  "We are looking into reports that some logins take longer than they should, and will say more within the hour. ".repeat(
    5,
  );
const target = {
  key: "status:prod",
  source: "status",
  title: "Auth0 status of prod",
  tenant: "prod",
};
const log = { info: () => {}, warn: () => {}, error: () => {} };

/** One incident told to many conversations on SQLite, and what a year of subjects adds to the file. */
export async function measureDelivery(): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-bench-"));
  try {
    const told = await tell(join(folder, "told.db"));
    const bare = insertBare(join(folder, "bare.db"), told.tellings);
    const perYear = await growth(join(folder, "grown.db"));
    return [
      {
        name: `tellings of one incident in ${conversations} conversations`,
        unit: "/s",
        ours: (told.tellings / told.ms) * 1000,
        baseline: { name: "bare inserts", value: (told.tellings / bare) * 1000 },
      },
      {
        name: `file, per year of hourly subjects of ${words.length} characters`,
        unit: "MB",
        ours: perYear.file / 1e6,
        baseline: { name: "their text", value: perYear.text / 1e6 },
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A platform that takes everything at once. */
function eagerAdapter() {
  let sent = 0;
  const adapter: ChatAdapter = {
    name: "bench",
    pace: { conversation: [], posts: [], edits: [], all: [] },
    start: async () => {},
    async post({ conversation }) {
      sent += 1;
      return { conversation, id: `m${sent}` };
    },
    async edit() {
      sent += 1;
    },
    reach: async () => {},
    roster: noRoster,
    check: async () => [],
    stop: async () => {},
  };
  return { adapter, sent: () => sent };
}

/** Three times something is said of an incident: a card each, then twice an edit and a reply in its thread. */
async function tell(file: string): Promise<{ tellings: number; ms: number }> {
  const store = await open(file);
  const { createDelivery } =
    await built<typeof import("../src/delivery/delivery.ts")>("src/delivery/delivery");
  const { systemClock: clock } = await built<typeof import("../src/clock.ts")>("src/clock");
  await subscribe(store, conversations);
  const { adapter, sent } = eagerAdapter();
  const { outbox } = store;
  const options = { outbox, adapters: [adapter], clock, log, holder: "bench", random: Math.random };
  const delivery = createDelivery(options);
  await delivery.start();
  const begun = performance.now();
  const tellings = [1, 3, 5].map((per) => per * conversations);
  for (const [index, expected] of tellings.entries()) {
    const subjects = [incident("i1", index + 1)];
    await store.subjects.observe([{ target, at: new Date(), subjects }]);
    delivery.wake();
    while (sent() < expected || (await outbox.waiting()).count > 0) await after(20);
  }
  const ms = performance.now() - begun;
  await delivery.stop();
  await store.close();
  return { tellings: sent(), ms };
}

async function open(file: string): Promise<Store> {
  const { openSqliteStore } =
    await built<typeof import("../adapters/sql/sqlite.ts")>("adapters/sql/sqlite");
  const { systemClock: clock } = await built<typeof import("../src/clock.ts")>("src/clock");
  return openSqliteStore({ file, clock });
}

/** So many conversations follow a source that has been read once. */
async function subscribe({ subscriptions, subjects }: Store, count: number): Promise<void> {
  await subjects.observe([{ target, at: new Date(), subjects: [] }]);
  for (let nth = 0; nth < count; nth += 1) {
    const conversation = `bench:channel:c${nth}` as const;
    const wish = {
      conversation,
      source: "status",
      feed: "",
      as: "thread",
      origin: "chat",
    } as const;
    await subscriptions.subscribe(wish, new Date());
  }
}

const phases = ["investigating", "identified", "resolved"] as const;

function incident(id: string, said: number): Subject {
  const revisions = phases
    .slice(0, said)
    .map((phase, index) => ({ phase, text: `${words}${index}`, at: new Date() }));
  return {
    source: "status",
    id,
    title: `Logins are slow (${id})`,
    url: `https://status.example/incidents/${id}`,
    phase: revisions.at(-1)?.phase ?? "investigating",
    revisions: withKeys(revisions),
    labels: ["incident"],
    facts: [],
  };
}

/** Milliseconds for as many rows, each in a transaction of its own that waits for the disk as ours do. */
function insertBare(file: string, rows: number): number {
  const database = new SqliteDatabase(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.exec("create table tellings (conversation text, message text)");
  const insert = database.prepare("insert into tellings values (?, ?)");
  const begun = performance.now();
  for (let row = 0; row < rows; row += 1) insert.run(`bench:channel:c${row}`, words);
  const ms = performance.now() - begun;
  database.close();
  return ms;
}

/** Bytes that a year of subjects adds, each told in one conversation; and of those, what is said in them. */
async function growth(file: string): Promise<{ file: number; text: number }> {
  const store = await open(file);
  await subscribe(store, 1);
  const before = await sizeOf(store, file);
  const again = await open(file);
  const conversation = "bench:channel:c0";
  const count = hoursOfYear / tenths;
  for (let nth = 0; nth < count; nth += 1) {
    const subject = { ...incident(`hour${nth}`, 1), phase: "published" } as const;
    await again.subjects.observe([{ target, at: new Date(), subjects: [subject] }]);
    const card = { id: `m${nth}`, shown: "0".repeat(32) };
    const revisions = subject.revisions.map(({ key }) => key);
    await again.outbox.told({
      conversation,
      source: "status",
      subject: subject.id,
      card,
      revisions,
    });
  }
  const grown = (await sizeOf(again, file)) - before;
  return { file: grown * tenths, text: count * tenths * words.length };
}

/** The file's size, with all that was written in it: closing brings it there. */
async function sizeOf(store: Store, file: string): Promise<number> {
  await store.close();
  return statSync(file).size;
}
