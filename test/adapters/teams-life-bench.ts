import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import { commands } from "../../src/commands/index.ts";
import { createConversations } from "../../src/conversations.ts";
import type { ConversationId } from "../../src/core/address.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Store } from "../../src/core/store.ts";
import { type Phase, type Subject, withKeys } from "../../src/core/subject.ts";
import { createDelivery } from "../../src/delivery/delivery.ts";
import { createMoves } from "../../src/moves.ts";
import { fakeContext } from "../fakes/context.ts";
import { fastClock } from "../fakes/fast-clock.ts";
import { readMessage } from "../fakes/teams/reading.ts";
import type { FakeTeamsOptions } from "../fakes/teams/teams.ts";
import { echo, type House, openHouse, person } from "./teams-bench.ts";

export interface LifeBench extends House {
  readonly store: Store;
  /** What the bot shows in a conversation now, by Teams' own id, as people read it. */
  shownIn(id: string): readonly string[];
  follow(id: string): Promise<void>;
  /** The status feed shows this now. */
  show(...subjects: readonly Subject[]): Promise<void>;
  /** Why a channel is paused; undefined where it is not. */
  paused(id: string): Promise<string | undefined>;
  /** Ends the bot, as by a signal. */
  end(): Promise<void>;
  /** Another life of the bot: the same store and Teams. */
  begin(settings?: object): Promise<void>;
}

export const channel = (id: string): ConversationId => `teams:channel:${id}`;

export function incident(id: string, ...phases: readonly Phase[]): Subject {
  return {
    source: "status",
    id,
    title: `Logins fail ${id}`,
    url: "",
    phase: phases.at(-1) ?? "investigating",
    revisions: withKeys(phases.map((phase, nth) => ({ phase, text: `${id} says ${nth}.` }))),
    labels: [],
    facts: [],
  };
}

/** The bot as it keeps up with its conversations: the real adapter, the real store, and delivery between them. */
export async function openLife(
  options: FakeTeamsOptions = {},
  clock: Clock = fastClock(20),
): Promise<LifeBench> {
  const house = await openHouse({ ...options, now: () => clock.now().getTime() }, clock);
  const store = await openSqliteStore({ file: ":memory:", clock });
  let life: Awaited<ReturnType<typeof beginLife>> | undefined;
  const bench: LifeBench = {
    ...house,
    store,
    shownIn: (id) =>
      house.fake.world.messages
        .filter(({ conversation }) => conversation === id)
        .map((one) => readMessage(one)),
    async follow(id) {
      await store.subscriptions.subscribe(
        {
          conversation: channel(id),
          source: "status",
          feed: "",
          as: "thread",
          origin: "chat",
          by: { id: person, name: "Ada" },
        },
        clock.now(),
      );
    },
    async show(...subjects) {
      const target = { key: "status:prod", source: "status", title: "Auth0 status" };
      await store.subjects.observe([{ target, at: clock.now(), subjects }]);
      life?.wake();
    },
    async paused(id) {
      const conditions = await store.subscriptions.conditions();
      return conditions.find(({ conversation }) => conversation === channel(id))?.paused?.reason;
    },
    async end() {
      await life?.end();
      life = undefined;
    },
    async begin(settings = {}) {
      life = await beginLife(await house.open(settings), store, clock);
    },
    async close() {
      await bench.end();
      await house.close();
      await store.close();
    },
  };
  await bench.show();
  await bench.begin();
  return bench;
}

const log = { info: () => {}, warn: () => {}, error: () => {} };

async function beginLife(adapter: ChatAdapter, store: Store, clock: Clock) {
  const { sources, tenants } = fakeContext();
  const delivery = createDelivery({
    outbox: store.outbox,
    adapters: [adapter],
    clock,
    log,
    holder: "test",
    random: () => 0,
  });
  const conversations = createConversations({
    adapter,
    store,
    moves: createMoves({ records: store.records("watchpost:moved"), settings: {}, log }),
    offered: { commands, sources, tenants },
    wake: delivery.wake,
    clock,
    log,
  });
  await adapter.start({ ...echo().bot, happened: conversations.happened });
  await delivery.start();
  await conversations.resume();
  return {
    wake: delivery.wake,
    async end() {
      await adapter.stop();
      await Promise.all([delivery.stop(), conversations.stop()]);
    },
  };
}
