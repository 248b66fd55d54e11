import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSlackChat } from "../../adapters/slack/adapter.ts";
import { systemClock } from "../../src/clock.ts";
import { type Address, addressOf, type ConversationId } from "../../src/core/address.ts";
import type { Answer, ChatAdapter, ConversationEvent } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Forms } from "../../src/core/forms.ts";
import type { PlatformContext, RequestListener } from "../../src/core/platform.ts";
import type { Records } from "../../src/core/records.ts";
import { Secret } from "../../src/core/secret.ts";
import type { Bench, Shown } from "../contracts/chat-bench.ts";
import { fakeChanges } from "../fakes/changes.ts";
import { doorsOn } from "../fakes/doors.ts";
import { drawChart } from "../fakes/draw-chart.ts";
import { type FakeJournals, fakeJournals } from "../fakes/journals.ts";
import { fakeRecords, isProgressKept } from "../fakes/records.ts";
import { readMessage } from "../fakes/slack/reading.ts";
import {
  type FakeSlack,
  type FakeSlackOptions,
  fakeSecrets,
  startFakeSlack,
} from "../fakes/slack/slack.ts";

export type Mode = "http" | "socket";

export interface SlackBench extends Bench {
  readonly slack: FakeSlack;
  /** What the bot's log was told, beyond the ordinary. */
  readonly troubles: string[];
  /** How long Slack waited for each acknowledgement, in milliseconds, as the bot says. */
  readonly acknowledgements: number[];
  /** Whether the bot and Slack can hear each other, each time that changed. */
  readonly connections: boolean[];
  /** What each life keeps for the next; a door's by its path. */
  readonly journals: FakeJournals;
}

interface Wishes {
  readonly botToken?: string | Secret;
  readonly signingSecret?: Secret;
  readonly appToken?: string;
  readonly apiUrl?: string;
  readonly records?: Records;
  readonly clock?: Clock;
  readonly drawChart?: PlatformContext["drawChart"];
  /** Groups that the settings give a role. */
  readonly groups?: readonly Address[];
  readonly fake?: FakeSlackOptions;
  readonly outgoing?: PlatformContext["outgoing"];
  readonly doorJournal?: PlatformContext["doorJournal"];
}

/** A fake Slack, and a bot that is not started yet beside it. */
export async function openSlack(mode: Mode, wishes: Wishes = {}): Promise<SlackBench> {
  const slack = await startFakeSlack(wishes.fake);
  const house = await openHouse();
  slack.settings.deliverTo = `${house.url}/slack/events`;
  const own = fakeRecords();
  const journals = fakeJournals();
  const { records = own, clock = systemClock, groups = [], doorJournal = journals.open } = wishes;
  const troubles: string[] = [];
  const acknowledgements: number[] = [];
  const connections: boolean[] = [];
  const trouble = (details: object, message: string) =>
    void troubles.push(`${message} ${JSON.stringify(details)}`);
  const born: ChatAdapter[] = [];
  const { signingSecret: signing = new Secret(fakeSecrets.signingSecret) } = wishes;
  async function create(): Promise<ChatAdapter> {
    const { mount, mountDoor } = house;
    const log = { info: () => {}, warn: trouble, error: trouble };
    const adapter = await createSlackChat(
      {
        botToken: secretOf(wishes.botToken ?? fakeSecrets.botToken),
        signingSecret: mode === "http" ? signing : undefined,
        appToken:
          mode === "socket" ? new Secret(wishes.appToken ?? fakeSecrets.appToken) : undefined,
        apiUrl: wishes.apiUrl ?? slack.apiUrl,
      },
      {
        mount,
        mountDoor,
        records,
        journal: journals.open,
        doorJournal,
        clock,
        log,
        drawChart: wishes.drawChart ?? drawChart,
        version: "0.0.0",
        groups,
        acknowledged: (ms) => void acknowledgements.push(ms),
        connected: (is) => void connections.push(is),
        ...(wishes.outgoing ? { outgoing: wishes.outgoing } : {}),
      },
    );
    born.push(adapter);
    return adapter;
  }

  return {
    adapter: await create(),
    conversation: channel("C1"),
    unreachable: channel("CPRIVATE"),
    person: addressOf("slack", "user", slack.person.user),
    slack,
    troubles,
    acknowledgements,
    connections,
    journals,
    say: (line) => acknowledged(slack.type(line)),
    sayAgain: () => acknowledged(slack.again()),
    press: (label) => acknowledged(slack.press(label)),
    shown: async () => shownIn(slack),
    fail: async (fault) => slack.fail(faults[fault]),
    isProgressKept: () => isProgressKept(own),
    die: own.stall,
    reborn() {
      own.revive();
      return create();
    },
    async close() {
      own.giveUp();
      await Promise.all(born.map((adapter) => adapter.stop()));
      await slack.close();
      await house.close();
    },
  };
}

const secretOf = (given: string | Secret) =>
  typeof given === "string" ? new Secret(given) : given;

const faults = {
  "drop-before": { kind: "drop-before" },
  "drop-after": { kind: "drop-after" },
  throttled: { kind: "429", retryAfter: 7 },
  unavailable: { kind: "refuse", code: "service_unavailable" },
  refused: { kind: "archived" },
} as const;

export const channel = (id: string): ConversationId => addressOf("slack", "channel", id);

const askedForAnswers = [
  "response_url",
  "chat.postMessage",
  "chat.postEphemeral",
  "chat.update",
  "views.open",
  "views.update",
  "users.info",
  "conversations.info",
];

/** Slack tells the bot nothing meanwhile, for a minute: whoever asks it before acknowledging is late on any machine. */
export async function whileSilent<Done>(
  slack: FakeSlack,
  work: () => Promise<Done>,
): Promise<Done> {
  for (const method of askedForAnswers)
    slack.fail({ kind: "slow", ms: 60_000, method, times: 100 });
  const done = await work();
  slack.faults.clear();
  return done;
}

/** What the bot has shown, as people read it. */
export function shownIn(slack: FakeSlack): readonly Shown[] {
  return slack.world.messages
    .filter(({ from }) => from === "bot")
    .map((message) => ({
      id: message.ts,
      text: readMessage(message),
      thread: message.thread,
      isPrivate: message.user !== undefined || message.channel.startsWith("D"),
    }));
}

async function acknowledged(delivered: ReturnType<FakeSlack["type"]>): Promise<void> {
  const { status, ms } = await delivered;
  if (status !== 200) throw new Error(`answered ${status} after ${Math.round(ms)} ms`);
}

/** The bot's one public server. */
async function openHouse() {
  const routes = new Map<string, RequestListener>();
  const server = createServer((request, response) => {
    const listener = routes.get(request.url ?? "");
    if (listener) listener(request, response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    mount: (path: string, listener: RequestListener) => void routes.set(path, listener),
    mountDoor: doorsOn((path, listener) => void routes.set(path, listener)),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}

/** Answers every line with its own words: to all, or to the asker for lines that begin with "secret". */
export const echo: Answer = async function* ({ line }) {
  const audience = line.startsWith("secret") ? "asker" : "all";
  yield { message: { summary: `You said ${line}`, blocks: [] }, audience, pending: false };
};

export function bot(answer: Answer = echo, forms?: Forms) {
  const happened: ConversationEvent[] = [];
  return {
    ...fakeChanges(),
    answer,
    events: happened,
    // Said at every start, and of no conversation.
    happened: async (event: ConversationEvent) =>
      void (event.kind === "let in" || happened.push(event)),
    ...(forms ? { forms } : {}),
  };
}
