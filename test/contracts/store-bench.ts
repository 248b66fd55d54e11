import type { ConversationId } from "../../src/core/address.ts";
import type { Clock } from "../../src/core/clock.ts";
import type { Lane, Observation, Store, TargetName, Telling } from "../../src/core/store.ts";
import { isOpen, type Phase, type Subject } from "../../src/core/subject.ts";
import type { Wish } from "../../src/core/subscription.ts";

/** A store on trial, and whatever it takes to look at the same memory from another process. */
export interface StoreBench {
  readonly store: Store;
  /** Another store on the same memory, as after a restart or in a second replica. The bench closes it. */
  another(): Promise<Store>;
  close(): Promise<void>;
}

/** Opens an empty store. */
export type OpenStoreBench = (clock: Clock) => Promise<StoreBench>;

export const start = new Date("2026-03-02T09:00:00.000Z");
export const minutes = (count: number): Date => new Date(start.getTime() + count * 60_000);
export const days = (count: number): Date => minutes(count * 24 * 60);

export const ops: ConversationId = "slack:channel:C1";
export const desk: ConversationId = "teams:channel:19:abc";

/** A clock that stands still until it is told. */
export function standingClock(): Clock & { set(to: Date): void } {
  let now = start;
  return {
    now: () => now,
    after: async () => {},
    set(to) {
      now = to;
    },
  };
}

export const wish = (changes: Partial<Wish> = {}): Wish => ({
  conversation: ops,
  source: "status",
  feed: "",
  as: "thread",
  origin: "chat",
  by: { id: "slack:user:U1", name: "Ada" },
  ...changes,
});

/** A subject about which this was said, oldest first: each a phase, or a phase and a date. */
export function subject(
  id: string,
  said: readonly (Phase | readonly [Phase, Date])[],
  changes: Partial<Subject> = {},
): Subject {
  const revisions = said.map((one, index) => {
    const [phase, at] = typeof one === "string" ? [one, undefined] : one;
    return { key: `${index}-${phase}`, phase, text: `${phase} ${index}`, ...(at ? { at } : {}) };
  });
  const phase = revisions.at(-1)?.phase ?? "published";
  return {
    source: "status",
    id,
    title: `Subject ${id}`,
    url: "",
    phase,
    revisions,
    labels: [],
    facts: [],
    ...changes,
  };
}

export const prod: TargetName = {
  key: "status:prod",
  source: "status",
  title: "Auth0 status for prod",
  tenant: "prod",
};
export const staging: TargetName = { ...prod, key: "status:staging", tenant: "staging" };
export const changelog: TargetName = {
  key: "changelog",
  source: "changelog",
  title: "Auth0 change log",
};

export function reading(
  subjects: readonly Subject[] | undefined,
  at: Date = start,
  target: TargetName = prod,
): Observation {
  return { target, at, ...(subjects ? { subjects } : {}) };
}

/** Reads targets that show nothing, so that whatever comes next is news. */
export async function prime({ subjects }: Store, at: Date = minutes(-5)): Promise<void> {
  await subjects.observe([prod, staging, changelog].map((target) => reading([], at, target)));
}

/** What is to be told, in short. */
export async function toTell({ outbox }: Store, conversation: ConversationId = ops) {
  return (await outbox.tellings(conversation)).map(brief);
}

const brief = ({ subject: { id, phase }, untold, card }: Telling) => ({
  id,
  untold: untold.map(({ key }) => key),
  card: card?.id ?? (isOpen(phase) ? "none yet" : "none"),
});

/** Claims every lane that is due, for a minute. */
export function claim(
  { outbox }: Store,
  changes: Partial<Parameters<Store["outbox"]["claim"]>[0]> = {},
): Promise<readonly Lane[]> {
  return outbox.claim({
    holder: "bot",
    now: start,
    leaseMs: 60_000,
    limit: 10,
    platforms: ["slack", "teams"],
    ...changes,
  });
}

/** Posts every card and tells everything, as delivery would if all went well. */
export async function tellAll(store: Store, conversation: ConversationId = ops): Promise<void> {
  for (const { subject: told, untold, card } of await store.outbox.tellings(conversation)) {
    await store.outbox.told({
      conversation,
      source: told.source,
      subject: told.id,
      card: { id: card?.id ?? `card of ${told.id}`, shown: `${told.phase}` },
      revisions: untold.map(({ key }) => key),
    });
  }
}
