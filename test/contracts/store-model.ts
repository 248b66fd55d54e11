import fc from "fast-check";
import { expect, it } from "vitest";
import type { ConversationId } from "../../src/core/address.ts";
import type { Store } from "../../src/core/store.ts";
import type { Phase } from "../../src/core/subject.ts";
import {
  claim,
  desk,
  minutes,
  type OpenStoreBench,
  ops,
  prime,
  reading,
  standingClock,
  subject,
  toTell,
  wish,
} from "./store-bench.ts";

/** One lane as the simplest thing that could be right. */
interface ModelLane {
  subscribed: boolean;
  wake: number | undefined;
  notBefore: number;
  mutedUntil: number;
  retryAt: number | undefined;
  generation: number;
  lease: { generation: number; until: number } | undefined;
  untold: Map<string, string[]>;
  wanted: Set<string>;
  cards: Set<string>;
  stale: Set<string>;
}

const lanes: readonly ConversationId[] = [ops, desk];
const ids = ["a", "b", "c"];

class Model {
  now = 0;
  readonly said = new Map<string, Phase[]>();
  readonly lanes = new Map(lanes.map((id): [ConversationId, ModelLane] => [id, freshLane()]));

  lane(id: ConversationId): ModelLane {
    const lane = this.lanes.get(id);
    if (!lane) throw new Error(`no lane ${id}`);
    return lane;
  }
}

const freshLane = (): ModelLane => ({
  subscribed: false,
  wake: undefined,
  notBefore: 0,
  mutedUntil: 0,
  retryAt: undefined,
  generation: 0,
  lease: undefined,
  untold: new Map(),
  wanted: new Set(),
  cards: new Set(),
  stale: new Set(),
});

interface Real {
  readonly store: Store;
  /** The generation that each claim gave out. */
  readonly claimed: Map<ConversationId, number>;
}

type Step = fc.AsyncCommand<Model, Real>;
const step = (name: string, run: (model: Model, real: Real) => Promise<void>): Step => ({
  check: () => true,
  async run(model, real) {
    await run(model, real);
    await agree(model, real);
  },
  toString: () => name,
});

const hasWork = ({ untold, wanted, stale }: ModelLane) =>
  untold.size + wanted.size + stale.size > 0;
const rouse = (lane: ModelLane) => {
  lane.generation += 1;
  lane.wake = 0;
};

/** After every step, each conversation is to be told exactly what the model says. */
async function agree(model: Model, { store }: Real): Promise<void> {
  for (const id of lanes) {
    const lane = model.lane(id);
    const shown = (await toTell(store, id)).map((one) => ({
      ...one,
      card: !/^none/.test(one.card),
    }));
    const concerned = ids.filter(
      (one) => lane.untold.has(one) || lane.wanted.has(one) || lane.stale.has(one),
    );
    expect(shown.toSorted((one, other) => (one.id < other.id ? -1 : 1))).toEqual(
      concerned.map((one) => ({
        id: one,
        untold: lane.untold.get(one) ?? [],
        card: lane.cards.has(one),
      })),
    );
  }
}

const observe = (id: string, phase: Phase) =>
  step(`observe ${id} ${phase}`, async (model, { store }) => {
    const said = [...(model.said.get(id) ?? []), phase];
    model.said.set(id, said);
    await store.subjects.observe([reading([subject(id, said)], minutes(model.now))]);
    for (const lane of model.lanes.values()) if (lane.subscribed) hear(lane, id, said);
  });

function hear(lane: ModelLane, id: string, said: readonly Phase[]): void {
  if (said.length === 1) lane.wanted.add(id);
  lane.untold.set(id, [...(lane.untold.get(id) ?? []), `${said.length - 1}-${said.at(-1)}`]);
  if (lane.cards.has(id)) lane.stale.add(id);
  rouse(lane);
}

const subscribe = (conversation: ConversationId) =>
  step(`subscribe ${conversation}`, async (model, { store }) => {
    const { by: _, ...nobody } = wish({ conversation });
    await store.subscriptions.subscribe(nobody, minutes(model.now));
    const lane = model.lane(conversation);
    if (lane.subscribed) return;
    lane.subscribed = true;
    for (const [id, said] of model.said) {
      if (said.at(-1) === "resolved") continue;
      (lane.cards.has(id) ? lane.stale : lane.wanted).add(id);
    }
    rouse(lane);
  });

const unsubscribe = (conversation: ConversationId) =>
  step(`unsubscribe ${conversation}`, async (model, { store }) => {
    const lane = model.lane(conversation);
    expect(await store.subscriptions.unsubscribe(wish({ conversation }))).toBe(lane.subscribed);
    if (!lane.subscribed) return;
    lane.subscribed = false;
    for (const each of [lane.untold, lane.wanted, lane.stale]) each.clear();
    rouse(lane);
  });

const tell = (conversation: ConversationId, withCard: boolean, count: number) =>
  step(`tell ${conversation} ${withCard} ${count}`, async (model, { store }) => {
    const lane = model.lane(conversation);
    const [telling] = await store.outbox.tellings(conversation);
    if (!telling) return;
    const { id } = telling.subject;
    const revisions = telling.untold.slice(0, count).map(({ key }) => key);
    const card = withCard ? { card: { id: `card ${id}`, shown: "" } } : {};
    await store.outbox.told({ conversation, source: "status", subject: id, ...card, revisions });
    const rest = (lane.untold.get(id) ?? []).slice(revisions.length);
    if (rest.length > 0) lane.untold.set(id, rest);
    else lane.untold.delete(id);
    if (!withCard) return;
    lane.wanted.delete(id);
    lane.stale.delete(id);
    lane.cards.add(id);
  });

const pass = (count: number) =>
  step(`pass ${count}`, async (model) => {
    model.now += count;
  });

const claimAll = step("claim", async (model, { store, claimed }) => {
  const { now } = model;
  const due = lanes.filter((id) => {
    const { wake, notBefore, mutedUntil, retryAt, lease, ...rest } = model.lane(id);
    const times = [wake ?? Infinity, notBefore, mutedUntil, retryAt ?? 0, lease?.until ?? 0];
    return (
      hasWork({ wake, notBefore, mutedUntil, retryAt, lease, ...rest }) &&
      times.every((time) => time <= now)
    );
  });
  const found = await claim(store, { now: minutes(now), leaseMs: 3 * 60_000 });
  expect(found.map(({ conversation }) => conversation).toSorted()).toEqual(due.toSorted());
  for (const { conversation, generation } of found) {
    claimed.set(conversation, generation);
    const lane = model.lane(conversation);
    lane.lease = { generation: lane.generation, until: now + 3 };
  }
});

const inMinutes = (model: Model, count: number | undefined) =>
  count === undefined ? undefined : model.now + count;
const optional = <K extends string>(key: K, time: number | undefined) =>
  (time === undefined ? {} : { [key]: minutes(time) }) as { [P in K]?: Date };

const release = (conversation: ConversationId, wakeIn?: number, patience?: number) =>
  step(`release ${conversation} ${wakeIn} ${patience}`, async (model, { store, claimed }) => {
    const lane = model.lane(conversation);
    if (!lane.lease) return;
    const wake = inMinutes(model, wakeIn);
    const notBefore = inMinutes(model, patience);
    await store.outbox.release({
      conversation,
      holder: "bot",
      generation: claimed.get(conversation) ?? -1,
      failures: 0,
      ...optional("wakeAt", wake),
      ...optional("notBefore", notBefore),
    });
    lane.notBefore = notBefore ?? 0;
    lane.wake = lane.lease.generation === lane.generation ? (wake ?? notBefore) : 0;
    lane.lease = undefined;
  });

const pause = (conversation: ConversationId, forMinutes: number) =>
  step(`pause ${conversation} ${forMinutes}`, async (model, { store }) => {
    const retry = model.now + forMinutes;
    const since = minutes(model.now);
    await store.outbox.pause(conversation, { reason: "No.", since, retryAt: minutes(retry) });
    model.lane(conversation).retryAt = retry;
  });

const resume = (conversation: ConversationId) =>
  step(`resume ${conversation}`, async (model, { store }) => {
    const lane = model.lane(conversation);
    const was = await store.outbox.resume(conversation, minutes(model.now));
    expect(was).toBe(lane.retryAt !== undefined);
    if (!was) return;
    lane.retryAt = undefined;
    lane.notBefore = 0;
    rouse(lane);
  });

const mute = (conversation: ConversationId, forMinutes: number | undefined) =>
  step(`mute ${conversation} ${forMinutes}`, async (model, { store }) => {
    const until = forMinutes === undefined ? undefined : model.now + forMinutes;
    await store.subscriptions.mute(conversation, until === undefined ? until : minutes(until));
    model.lane(conversation).mutedUntil = until ?? 0;
  });

const lane = fc.constantFrom(...lanes);
const wait = fc.integer({ min: 1, max: 5 });
const often = [
  fc
    .tuple(fc.constantFrom(...ids), fc.constantFrom<Phase>("investigating", "resolved"))
    .map(([id, phase]) => observe(id, phase)),
  fc.constant(claimAll),
  fc
    .tuple(lane, fc.option(wait, { nil: undefined }), fc.option(wait, { nil: undefined }))
    .map(([id, wake, patience]) => release(id, wake && Math.max(wake, patience ?? 0), patience)),
  lane.map(subscribe),
  fc.tuple(lane, fc.boolean(), fc.integer({ min: 0, max: 3 })).map((args) => tell(...args)),
];
const seldom = [
  lane.map(unsubscribe),
  wait.map(pass),
  fc.tuple(lane, wait).map((args) => pause(...args)),
  lane.map(resume),
  fc.tuple(lane, fc.option(wait, { nil: undefined })).map((args) => mute(...args)),
];
const steps = [...often, ...often, ...often, ...seldom];

/** Random histories, held against the model after every step. */
export function describeStoreModel(open: OpenStoreBench): void {
  it("keeps the outbox as a simple model does, whatever happens in whatever order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 50 }), async (commands) => {
        const bench = await open(standingClock());
        try {
          await prime(bench.store);
          const real: Real = { store: bench.store, claimed: new Map() };
          await fc.asyncModelRun(() => ({ model: new Model(), real }), commands);
        } finally {
          await bench.close();
        }
      }),
      { numRuns: 40 },
    );
    expect.assertions(expect.getState().assertionCalls);
  }, 60_000);
}
