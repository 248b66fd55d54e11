import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { systemClock } from "../../src/clock.ts";
import { commands } from "../../src/commands/index.ts";
import { type Conversations, createConversations } from "../../src/conversations.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Store } from "../../src/core/store.ts";
import type { Subject } from "../../src/core/subject.ts";
import { createDelivery, type Delivery } from "../../src/delivery/delivery.ts";
import { createMoves } from "../../src/moves.ts";
import { fakeContext } from "../fakes/context.ts";
import { fakeRecords } from "../fakes/records.ts";
import { bot, channel, type Mode, openSlack, type SlackBench } from "./slack-bench.ts";

export interface LifeBench extends SlackBench {
  readonly store: Store;
  /** What the operator is told to change in the settings. */
  readonly warned: readonly object[];
  /** Everything that the bot has posted in a conversation, by Slack's own id, as people read it. */
  posts(id: string): readonly string[];
  follow(id: string, source?: string): Promise<void>;
  /** The status feed shows this now. */
  show(...subjects: readonly Subject[]): Promise<void>;
  /** Why a channel is paused; undefined where it is not. */
  paused(id: string): Promise<string | undefined>;
  /** Ends the bot, as by a signal, without what it would still have done by itself. */
  end(): Promise<void>;
  /** Another life of the bot: the same store, Slack and settings. */
  begin(): Promise<void>;
}

/** The bot as it keeps up with its channels: the real adapter, the real store, and delivery between them. */
export async function openLife(mode: Mode, { clock = systemClock } = {}): Promise<LifeBench> {
  const records = fakeRecords();
  const slack = await openSlack(mode, { records, clock });
  const store = await openSqliteStore({ file: ":memory:", clock });
  const warned: object[] = [];
  let life: Awaited<ReturnType<typeof beginLife>> | undefined;
  const bench: LifeBench = {
    ...slack,
    store,
    warned,
    posts: (id) =>
      slack.slack.world.operations
        .filter(({ op, channel: where }) => op === "post" && where === id)
        .map(({ text }) => text),
    async follow(id, source = "status") {
      await store.subscriptions.subscribe(
        {
          conversation: channel(id),
          source,
          feed: "",
          as: "thread",
          origin: "chat",
          by: { id: "slack:user:UADA", name: "ada" },
        },
        clock.now(),
      );
    },
    async show(...subjects) {
      const target = { key: "status:prod", source: "status", title: "Auth0 status" };
      await store.subjects.observe([{ target, at: clock.now(), subjects }]);
      life?.delivery.wake();
    },
    async paused(id) {
      const conditions = await store.subscriptions.conditions();
      return conditions.find(({ conversation }) => conversation === channel(id))?.paused?.reason;
    },
    async end() {
      await life?.end();
      life = undefined;
    },
    async begin() {
      life = await beginLife(await slack.reborn(), { store, warned, clock });
    },
    async close() {
      await bench.end();
      await slack.close();
      await store.close();
    },
  };
  await bench.show();
  await bench.begin();
  return bench;
}

/** As far as a conversation's old id may stand in them. */
const settings = {
  subscriptions: [{ in: "slack:channel:CSET", source: "status" }],
  access: { operators: ["slack:channel:CSET"] },
};
const log = { info: () => {}, warn: () => {}, error: () => {} };

async function beginLife(
  adapter: ChatAdapter,
  { store, warned, clock }: { store: Store; warned: object[]; clock: Clock },
) {
  const { sources, tenants } = fakeContext();
  const delivery: Delivery = createDelivery({
    outbox: store.outbox,
    adapters: [adapter],
    clock,
    log,
    holder: "test",
    random: () => 0,
  });
  const conversations: Conversations = createConversations({
    adapter,
    store,
    moves: createMoves({
      records: store.records("watchpost:moved"),
      settings,
      log: { ...log, warn: (details) => void warned.push(details) },
    }),
    offered: { commands, sources, tenants },
    wake: delivery.wake,
    clock,
    log,
  });
  await adapter.start({ ...bot(), happened: conversations.happened });
  await delivery.start();
  await conversations.resume();
  return {
    delivery,
    async end() {
      await adapter.stop();
      await Promise.all([delivery.stop(), conversations.stop()]);
    },
  };
}
