import { createInterface } from "node:readline";
import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { systemClock } from "../../src/clock.ts";
import type { ConversationId } from "../../src/core/address.ts";
import type { ChatAdapter, MessageRef, Place } from "../../src/core/chat-adapter.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Message } from "../../src/core/message.ts";
import { unpaced } from "../../src/core/pace.ts";
import { renderPlain } from "../../src/core/plain.ts";
import type { Observation, Outbox } from "../../src/core/store.ts";
import type { Wish } from "../../src/core/subscription.ts";
import { createDelivery } from "../../src/delivery/delivery.ts";
import { keepUp } from "../../src/membership.ts";
import { noRoster } from "../fakes/roles.ts";

// The bot of the chaos test, to be killed: the real store, the real delivery, and an adapter to the pretend platform.
// It takes one JSON command per line on standard input, and answers each with one line. `dieAt` kills it, as
// kill -9 does, at its n-th step: before a send, after a send, or after the store has remembered one.

interface Start {
  readonly url: string;
  readonly file: string;
  readonly dieAt: number | undefined;
}

export type Order =
  | { readonly do: "settle"; readonly wishes: readonly Wish[] }
  | { readonly do: "observe"; readonly observations: readonly Observation[] }
  | { readonly do: "unarchived"; readonly conversation: ConversationId }
  | { readonly do: "waiting" };

const { url, file, dieAt } = JSON.parse(process.argv[2] ?? "{}") as Start;
let steps = 0;

function step(): void {
  steps += 1;
  if (steps === dieAt) process.kill(process.pid, "SIGKILL");
}

const store = await openSqliteStore({ file, clock: systemClock });
const log = {
  info: () => {},
  warn: () => {},
  error: (details: object, words: string) =>
    process.stderr.write(`${words} ${JSON.stringify(details)}\n`),
};
const adapter: ChatAdapter = {
  name: "pretend",
  pace: unpaced,
  start: async () => {},
  stop: async () => {},
  reach: async () => {},
  roster: noRoster,
  check: async () => [],
  async post({ conversation, thread }: Place, message: Message) {
    const { id } = await send({
      kind: "post",
      conversation,
      ...(thread ? { thread } : {}),
      text: bodyOf(message),
    });
    return { conversation, id };
  },
  async edit({ conversation, id }: MessageRef, message: Message) {
    await send({ kind: "edit", conversation, id, text: bodyOf(message) });
  },
};

/** What stands in the conversation; the summary is the notification's, and says the newest first. */
const bodyOf = (message: Message): string => renderPlain({ ...message, summary: "" });

async function send(body: object): Promise<{ id: string }> {
  step();
  const response = await fetch(`${url}/send`, { method: "POST", body: JSON.stringify(body) }).catch(
    (cause: unknown) => {
      throw new DeliveryError("unknown", "The connection dropped.", { cause, retryAfterMs: 20 });
    },
  );
  step();
  if (response.ok) return (await response.json()) as { id: string };
  throw refusal(response);
}

function refusal({ status, headers }: Response): DeliveryError {
  if (status === 403) return new DeliveryError("refused", "The channel is archived.");
  if (status === 404)
    return new DeliveryError("gone", "The message is gone.", { retryAfterMs: 20 });
  if (status === 429) {
    return new DeliveryError("throttled", "Too fast.", {
      retryAfterMs: Number(headers.get("retry-after-ms")),
    });
  }
  return new DeliveryError("unknown", `HTTP ${status}`, { retryAfterMs: 20 });
}

const outbox: Outbox = {
  ...store.outbox,
  async told(what) {
    await store.outbox.told(what);
    step();
  },
};

const delivery = createDelivery({
  outbox,
  adapters: [adapter],
  clock: systemClock,
  log,
  holder: "chaos",
  random: Math.random,
});
const happened = keepUp({
  platform: "pretend",
  store,
  moves: { note: async () => {} },
  wake: delivery.wake,
  clock: systemClock,
  log,
});
await delivery.start();
process.stdout.write("ready\n");

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await obey(JSON.parse(line, revive) as Order))}\n`);
}
process.exit();

async function obey(order: Order): Promise<unknown> {
  switch (order.do) {
    case "settle":
      await store.subscriptions.settle(order.wishes, systemClock.now());
      break;
    case "observe":
      await store.subjects.observe(order.observations);
      delivery.wake();
      break;
    case "unarchived":
      await happened({ kind: "unarchived", conversation: order.conversation });
      break;
    case "waiting":
      return store.outbox.waiting();
    default:
      return order satisfies never;
  }
  return {};
}

function revive(key: string, value: unknown): unknown {
  return ["at", "startsAt"].includes(key) && typeof value === "string" ? new Date(value) : value;
}
