import type { ConversationId } from "../../src/core/address.ts";
import type { LedgerLine } from "../../src/core/bulletin.ts";
import type { Assessment, Waiver } from "../../src/core/check.ts";
import type { DigestSchedule } from "../../src/core/digest.ts";
import { noveltyOfAll, type Sighting } from "../../src/core/novelty.ts";
import type { Condition, Store, TargetState } from "../../src/core/store.ts";
import { isOpen, type KnownSubject } from "../../src/core/subject.ts";
import type { Subscription, Wish } from "../../src/core/subscription.ts";

type Asked = Omit<Store, "records" | "check" | "close" | "loginRuns" | "audit">;
type Query = Parameters<Store["subjects"]["find"]>[0];

/** What the bot remembers, for commands to ask: the parts of a store they use, in memory. */
export interface FakeStore extends Asked {
  readonly known: KnownSubject[];
  readonly reads: TargetState[];
  readonly held: Subscription[];
  readonly state: Condition[];
  waits: { count: number; oldest?: Date };
}

export function fakeStore(
  given: {
    subjects?: readonly KnownSubject[];
    targets?: readonly TargetState[];
    subscriptions?: readonly Subscription[];
    conditions?: readonly Condition[];
    waiting?: { count: number; oldest?: Date };
  } = {},
): FakeStore {
  const store = {
    known: [...(given.subjects ?? [])],
    reads: [...(given.targets ?? [])],
    held: [...(given.subscriptions ?? [])],
    state: [...(given.conditions ?? [])],
    waits: given.waiting ?? { count: 0 },
  };
  return Object.assign(store, {
    subjects: subjectsOf(store),
    subscriptions: subscriptionsOf(store),
    outbox: only<Store["outbox"]>({
      waiting: async () => store.waits,
      async pause(conversation, { reason, since }) {
        store.state.push({ conversation, paused: { reason, since }, failures: 0 });
      },
    }),
    ...notebooks(),
  });
}

/** The parts that are lists and nothing more. */
function notebooks(): Pick<Store, "ledger" | "waivers" | "assessments" | "digests"> {
  const [lines, waived, assessed]: [LedgerLine[], Waiver[], Assessment[]] = [[], [], []];
  const schedules = new Map<ConversationId, DigestSchedule>();
  const isSame = (one: Pick<Waiver, "check" | "tenant">) => (other: Waiver) =>
    one.check === other.check && one.tenant === other.tenant;
  return {
    ledger: {
      add: async (line) => void lines.push(line),
      list: async (id) => lines.filter(({ bulletin }) => id === undefined || id === bulletin),
    },
    waivers: {
      async add(waiver) {
        const at = waived.findIndex(isSame(waiver));
        waived.splice(at < 0 ? waived.length : at, at < 0 ? 0 : 1, waiver);
      },
      async remove(waiver) {
        const at = waived.findIndex(isSame(waiver));
        if (at >= 0) waived.splice(at, 1);
        return at >= 0;
      },
      list: async () => [...waived],
    },
    assessments: {
      add: async (assessment) => void assessed.push(assessment),
      lastBefore: async (tenant, before) =>
        assessed
          .filter((one) => one.tenant === tenant && one.at <= before)
          .sort((a, b) => b.at.getTime() - a.at.getTime())[0],
    },
    digests: only<Store["digests"]>({
      schedule: async (schedule) => void schedules.set(schedule.conversation, schedule),
      unschedule: async (conversation) => schedules.delete(conversation),
      schedules: async () => [...schedules.values()],
      had: async () => [],
    }),
  };
}

type Kept = Pick<FakeStore, "known" | "reads" | "held" | "state">;

function subjectsOf(kept: Kept): Store["subjects"] {
  return only<Store["subjects"]>({
    targets: async () => [...kept.reads],
    find: async (query) => {
      const found = kept.known
        .filter((subject) => fits(subject, query))
        .sort((a, b) => b.changedAt.getTime() - a.changedAt.getTime());
      const from = query.offset ?? 0;
      return found.slice(from, from + (query.limit ?? found.length));
    },
    count: async ({ source }) => kept.known.filter((each) => each.source === source).length,
    async observe(observations) {
      for (const { at, subjects = [], target } of observations) {
        for (const seen of subjects) remember(kept.known, { seen, at, tenant: target.tenant });
      }
    },
  });
}

function remember(known: KnownSubject[], sighting: Sighting): void {
  const { source, id } = sighting.seen;
  const at = known.findIndex((each) => each.source === source && each.id === id);
  const { after } = noveltyOfAll([sighting], known[at]);
  known.splice(at < 0 ? known.length : at, at < 0 ? 0 : 1, after);
}

function fits(subject: KnownSubject, query: Query): boolean {
  const { source, tenant, feed, open, since, words = [] } = query;
  const said = [subject.title, ...subject.labels, ...subject.revisions.map(({ text }) => text)]
    .join("\n")
    .toLowerCase();
  return [
    source === undefined || subject.source === source,
    tenant === undefined || subject.tenants.length === 0 || subject.tenants.includes(tenant),
    feed === undefined || subject.feed === feed,
    open === undefined || isOpen(subject.phase) === open,
    since === undefined || subject.changedAt >= since,
    words.every((word) => said.includes(word.toLowerCase())),
  ].every(Boolean);
}

function subscriptionsOf(kept: Kept): Store["subscriptions"] {
  const same = (a: Pick<Wish, "conversation" | "source" | "feed">, b: typeof a) =>
    a.conversation === b.conversation && a.source === b.source && a.feed === b.feed;
  const drop = (wish: Pick<Wish, "conversation" | "source" | "feed">) => {
    const at = kept.held.findIndex((each) => same(each, wish));
    return at === -1 ? undefined : kept.held.splice(at, 1)[0];
  };
  return only<Store["subscriptions"]>({
    subscribe: async (wish, at) => {
      const before = drop(wish);
      const made = {
        ...wish,
        id: before?.id ?? `s${kept.held.length + 1}`,
        createdAt: before?.createdAt ?? at,
      };
      kept.held.push(made);
      return made;
    },
    unsubscribe: async (from) => drop(from) !== undefined,
    list: async (conversation) =>
      kept.held.filter((each) => !conversation || each.conversation === conversation),
    mute: async (conversation, until) => mute(kept, conversation, until),
    conditions: async () => [...kept.state],
  });
}

function mute({ state }: Kept, conversation: ConversationId, until: Date | undefined): void {
  const at = state.findIndex((each) => each.conversation === conversation);
  const [before] = at === -1 ? [] : state.splice(at, 1);
  const { mutedUntil: _ended, ...rest } = before ?? { conversation, failures: 0 };
  state.push({ ...rest, ...(until ? { mutedUntil: until } : {}) });
}

/** A port of which commands use this much; asked for more, it says so. */
function only<Port extends object>(methods: Partial<Port>): Port {
  return new Proxy(methods as Port, {
    get(port, name, self) {
      if (!Reflect.has(port, name)) throw new Error(`a command asked for ${String(name)}`);
      return Reflect.get(port, name, self);
    },
  });
}
