import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { teams } from "../../adapters/teams/index.ts";
import type { Address } from "../../src/core/address.ts";
import type { ChatAdapter, ConversationEvent, Invocation } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Message } from "../../src/core/message.ts";
import type { PlatformContext, RequestListener } from "../../src/core/platform.ts";
import type { Bench, Shown } from "../contracts/chat-bench.ts";
import { neverChanges } from "../fakes/changes.ts";
import { noDoors } from "../fakes/doors.ts";
import { drawChart } from "../fakes/draw-chart.ts";
import { fakeJournals } from "../fakes/journals.ts";
import { type FakeRecords, fakeRecords, isProgressKept } from "../fakes/records.ts";
import type { Fault } from "../fakes/teams/faults.ts";
import { readMessage } from "../fakes/teams/reading.ts";
import { type FakeTeams, type FakeTeamsOptions, startFakeTeams } from "../fakes/teams/teams.ts";
import { ada } from "../fakes/teams/world.ts";

export const realClock: Clock = {
  now: () => new Date(),
  after: (ms, signal) =>
    new Promise((done) => {
      if (signal?.aborted) return done();
      const timer = setTimeout(done, ms);
      signal?.addEventListener("abort", () => {
        clearTimeout(timer);
        done();
      });
    }),
};

export const ops: Address = "teams:channel:19:ops@thread.tacv2";
export const person: Address = `teams:user:${ada.aadObjectId}`;

export interface House {
  readonly fake: FakeTeams;
  readonly records: FakeRecords;
  /** What the adapter told the log, as JSON. */
  readonly logged: string[];
  /** Where the bot listens. */
  readonly url: string;
  open(settings?: object, more?: Partial<PlatformContext>): Promise<ChatAdapter>;
  close(): Promise<void>;
}

/** A fake Teams and the bot's server, with as many adapters over one memory as a test opens. */
export async function openHouse(
  options: FakeTeamsOptions = {},
  clock: Clock = realClock,
): Promise<House> {
  const mounted = new Map<string, RequestListener>();
  const server = createServer((request, response) => {
    const listener = mounted.get(request.url ?? "");
    if (listener) listener(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  const fake = await startFakeTeams({ ...options, deliverTo: url });
  const records = fakeRecords();
  const journals = fakeJournals();
  const logged: string[] = [];
  const noted = (details: object, message: string) =>
    logged.push(`${message} ${JSON.stringify(details)}`);
  const context: PlatformContext = {
    mount: (path, listener) => mounted.set(path, listener),
    mountDoor: noDoors,
    host: "127.0.0.1",
    records,
    journal: journals.open,
    doorJournal: journals.open,
    clock,
    log: { info: noted, warn: noted, error: noted },
    drawChart,
    version: "0.0.0",
  };
  return {
    fake,
    records,
    logged,
    url,
    open: (settings = {}, more = {}) =>
      teams.create(teams.settings.parse({ ...fake.section, ...settings }), { ...context, ...more }),
    async close() {
      await fake.close();
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const faults: Readonly<Record<Parameters<Bench["fail"]>[0], Fault>> = {
  "drop-before": { kind: "drop-before" },
  "drop-after": { kind: "drop-after" },
  throttled: { kind: "429", retryAfter: 3 },
  unavailable: { kind: "503" },
  refused: { kind: "roster-403" },
};

/** Ada in the channel `ops`, where the app is installed. Authentication is on, as it is for real. */
export async function openBench(): Promise<Bench> {
  const house = await openHouse();
  const { fake } = house;
  const opened: ChatAdapter[] = [];
  async function open(): Promise<ChatAdapter> {
    const adapter = await house.open();
    opened.push(adapter);
    const { start } = adapter;
    // The suite starts it; the channel gets to know the bot right then.
    return Object.assign(adapter, {
      async start(bot: Parameters<ChatAdapter["start"]>[0]) {
        await start(bot);
        await settled(await fake.install("add"), house);
      },
    });
  }
  const acknowledged = async (delivered: Promise<{ status: number }>) => {
    const { status } = await delivered;
    if (status !== 200) throw new Error(`not acknowledged: ${status}`);
  };
  return {
    adapter: await open(),
    conversation: ops,
    unreachable: "teams:channel:19:nowhere@thread.tacv2",
    person,
    say: (line) => acknowledged(fake.say(line)),
    sayAgain: () => acknowledged(fake.again()),
    press: (label) => acknowledged(fake.press(label)),
    shown: async () => shownBy(fake),
    fail: async (fault) => fake.faults.add(faults[fault]),
    isProgressKept: () => isProgressKept(house.records),
    die: house.records.stall,
    reborn() {
      house.records.revive();
      return open();
    },
    async close() {
      house.records.giveUp();
      for (const adapter of opened) await adapter.stop();
      await house.close();
    },
  };
}

/** Installing is acknowledged before it is written down. */
async function settled({ status }: { status: number }, { records }: House): Promise<void> {
  if (status !== 200) throw new Error(`the installation was not acknowledged: ${status}`);
  while ((await records.get(`conversation/${ops}`)) === undefined) {
    await new Promise((turn) => setImmediate(turn));
  }
}

/** Everything Ada sees of the bot. */
export function shownBy({ world }: FakeTeams): readonly Shown[] {
  return world.messages.map((message) => ({
    id: message.id,
    text: readMessage(message),
    thread: message.thread,
    isPrivate: message.onlyFor === ada.id || message.conversation === "a:ada",
  }));
}

/** A bot that answers each line at once with the line, and what it heard. */
export function echo(audience: "asker" | "all" = "all") {
  const heard: Invocation[] = [];
  const events: ConversationEvent[] = [];
  return {
    heard,
    events,
    bot: {
      async *answer(invocation: Invocation) {
        heard.push(invocation);
        yield { message: says(`You said ${invocation.line}`), audience, pending: false };
      },
      onChange: neverChanges,
      async happened(event: ConversationEvent) {
        // That Teams takes the bot's calls is told in every life of it.
        if (event.kind !== "let in") events.push(event);
      },
    },
  };
}

export function says(words: string): Message {
  return { summary: words.slice(0, 60), blocks: [{ kind: "text", text: words }] };
}
