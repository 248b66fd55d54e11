import { openSqliteStore } from "../../adapters/sql/sqlite.ts";
import type { ConversationId } from "../../src/core/address.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { digestSource, type WeeklyTime } from "../../src/core/digest.ts";
import type { Message } from "../../src/core/message.ts";
import type { Store, Telling } from "../../src/core/store.ts";
import { createDigestRunner, type Reading } from "../../src/digest/runner.ts";
import { fakeClock } from "../fakes/clock.ts";

/** A digest that came out of the outbox: where, which, and when. */
export interface Told {
  readonly conversation: ConversationId;
  readonly week: string;
  readonly at: Date;
  readonly message: Message;
}

/** What kills a life of the bot: asked before and after everything that it does. */
export type Fate = () => boolean;

const immortal: Fate = () => false;
export const quiet = { info() {}, warn() {}, error() {} };

/** Lives of the bot, one after another, on one memory that outlasts them. */
export async function openLives(given: {
  start: Date;
  usual: WeeklyTime;
  /** Reopened with each life, where it is a file. */
  file?: string;
  compose?: (reading: Reading) => Message;
}) {
  const { file = ":memory:" } = given;
  const clock = fakeClock(given.start);
  const told: Told[] = [];
  const readings: Reading[] = [];
  let store = await openSqliteStore({ file, clock });
  let life = begin(immortal);

  function begin(fate: Fate, usual = given.usual) {
    const state = { dead: false };
    const meet = <T>(job: () => Promise<T>) => mortally(state, fate, job);
    const runner = createDigestRunner({
      store: mortal(store, meet),
      maker: {
        gather: () => meet(async () => ({ assessments: [] })),
        compose: (_facts, reading) =>
          meet(async () => {
            readings.push(reading);
            return given.compose?.(reading) ?? { summary: "All is well.", blocks: [] };
          }),
      },
      usual,
      clock,
      log: quiet,
      onQueued() {},
    });
    return { runner, state };
  }

  /** What delivery would do: posts whatever waits, and remembers it. */
  async function deliver(): Promise<void> {
    if ((await store.outbox.waiting()).count === 0) return;
    for (const { conversation } of await store.subscriptions.list()) {
      for (const telling of await store.outbox.tellings(conversation)) {
        await post(conversation, telling);
      }
    }
  }

  async function post(conversation: ConversationId, { subject, untold }: Telling): Promise<void> {
    const { source, id, shows } = subject;
    const [week = ""] = id.split(":").slice(-1);
    if (source === digestSource && shows) {
      told.push({ conversation, week, at: clock.now(), message: shows });
    }
    const revisions = untold.map(({ key }) => key);
    const card = { id: `card of ${id}`, shown: "it" };
    await store.outbox.told({ conversation, source, subject: id, card, revisions });
  }

  return {
    clock,
    told,
    readings,
    store: (): Store => store,
    follow: (conversation: ConversationId, at = clock.now()) =>
      store.subscriptions.subscribe(
        { conversation, source: digestSource, feed: "", as: "card", origin: "chat" },
        at,
      ),
    goTo: (at: Date) => clock.pass(Math.max(0, at.getTime() - clock.now().getTime())),
    setBack: (ms: number) => clock.pass(-ms),
    /** One tick, and all that comes of it. False if this life did not survive it. */
    async tick(): Promise<boolean> {
      await life.runner.tick().catch((error: unknown) => {
        if (!life.state.dead) throw error;
      });
      await life.runner.settled();
      await deliver();
      return !life.state.dead;
    },
    /** Another life begins, on what the one before has left. */
    async restart(fate: Fate = immortal, usual = given.usual): Promise<void> {
      if (file !== ":memory:") {
        await store.close();
        store = await openSqliteStore({ file, clock });
      }
      life = begin(fate, usual);
    },
    close: () => store.close(),
  };
}

export type Lives = Awaited<ReturnType<typeof openLives>>;

async function mortally<T>(
  state: { dead: boolean },
  fate: Fate,
  job: () => Promise<T>,
): Promise<T> {
  state.dead ||= fate();
  if (state.dead) throw new Error("killed before it was done");
  const result = await job();
  state.dead ||= fate();
  if (state.dead) throw new Error("killed after it was done");
  return result;
}

type Kept = Pick<Store, "digests" | "subscriptions" | "assessments">;

/** A store whose every use may be the last. */
function mortal(store: Kept, meet: <T>(job: () => Promise<T>) => Promise<T>): Kept {
  const wrap = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const method = Reflect.get(target, name) as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) => meet(() => method.apply(target, args));
      },
    });
  return {
    digests: wrap(store.digests),
    subscriptions: wrap(store.subscriptions),
    assessments: wrap(store.assessments),
  };
}

/** Numbers from 0 to 1 that look like chance and are the same every time. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Comes to pass in one of so many cases. */
export const oneIn =
  (many: number, roll: () => number): Fate =>
  () =>
    roll() < 1 / many;

export const soon = (at: Date, roll: () => number): Date =>
  new Date(at.getTime() + Math.floor(roll() * MINUTE));
