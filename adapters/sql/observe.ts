import { setImmediate } from "node:timers/promises";
import { type Novelty, newsFor, noveltyOfAll, type Sighting } from "../../src/core/novelty.ts";
import type { Observation, TargetState } from "../../src/core/store.ts";
import type { KnownSubject } from "../../src/core/subject.ts";
import { type Subscription, wants } from "../../src/core/subscription.ts";
import { enqueue, subscriptionsOf, wake } from "./lanes.ts";
import { nameOf, rowOfSubject, subjectOf } from "./rows.ts";
import type { NewOutboxRow, SubjectRow, Work } from "./schema.ts";

/** Subjects handled before others may run: a feed can hold thousands, and lines must be acknowledged meanwhile. */
const batch = 25;

/** A subject as one observation showed it. */
type Sighted = Sighting & { readonly observation: Observation };
type Sightings = readonly [Sighted, ...Sighted[]];

/** One subject's news, and what it is judged by. */
interface News {
  readonly novelty: Novelty;
  readonly before: KnownSubject | undefined;
  readonly sightings: Sightings;
}

/** Remembers the subjects that were read, and puts what is new into the outboxes. */
export async function observeSubjects(
  work: Work,
  observations: readonly Observation[],
  states: ReadonlyMap<string, TargetState>,
): Promise<void> {
  const groups = grouped([
    ...observations.flatMap(sightingsOf),
    ...(await begun(work, observations)),
  ]);
  const news: News[] = [];
  for (let from = 0; from < groups.length; from += batch) {
    news.push(...(await remember(work, groups.slice(from, from + batch))));
    // Within the transaction, but the connection's lock keeps every other query out of it.
    if (from + batch < groups.length) await setImmediate();
  }
  await tell(work, inOrder(news), states);
}

function sightingsOf(observation: Observation): readonly Sighted[] {
  const { at, target, subjects = [] } = observation;
  return subjects.map((seen) => ({ seen, at, tenant: target.tenant, observation }));
}

/** Planned work begins although its feed has not changed since it was announced. */
async function begun(
  work: Work,
  observations: readonly Observation[],
): Promise<readonly Sighted[]> {
  const sighted: Sighted[] = [];
  for (const observation of observations.filter(({ subjects }) => subjects === undefined)) {
    const { at, target } = observation;
    const rows = await work
      .selectFrom("subjects")
      .select(["doc", "first_seen_at", "changed_at"])
      .where("source", "=", target.source)
      .where("feed", "=", target.feed ?? "")
      .where("open", "=", 1)
      .where("phase", "=", "scheduled")
      .where("starts_at", "<=", at.getTime())
      .execute();
    for (const row of rows) {
      sighted.push({ seen: subjectOf(row), at, tenant: undefined, observation });
    }
  }
  return sighted;
}

function grouped(all: readonly Sighted[]): readonly Sightings[] {
  const groups = new Map<string, [Sighted, ...Sighted[]]>();
  for (const sighted of all) {
    const name = nameOf(sighted.seen);
    const group = groups.get(name);
    if (group) group.push(sighted);
    else groups.set(name, [sighted]);
  }
  return [...groups.values()];
}

/** Brings some subjects up to date; those that read differently now come back. */
async function remember(work: Work, groups: readonly Sightings[]): Promise<readonly News[]> {
  const rows = await known(work, groups);
  const news: News[] = [];
  for (const sightings of groups) {
    const row = rows.get(nameOf(sightings[0].seen));
    const before = row && subjectOf(row);
    const novelty = noveltyOfAll(sightings, before);
    await save(work, novelty, row);
    if (novelty.changed) news.push({ novelty, before, sightings });
  }
  return news;
}

async function known(
  work: Work,
  groups: readonly Sightings[],
): Promise<ReadonlyMap<string, SubjectRow>> {
  const seen = groups.map(([sighted]) => sighted.seen);
  const found = new Map<string, SubjectRow>();
  for (const source of new Set(seen.map((subject) => subject.source))) {
    const ids = seen.filter((subject) => subject.source === source).map(({ id }) => id);
    const rows = await work
      .selectFrom("subjects")
      .selectAll()
      .where("source", "=", source)
      .where("id", "in", ids)
      .execute();
    for (const row of rows) found.set(nameOf(row), row);
  }
  return found;
}

async function save(work: Work, { after, changed }: Novelty, before: SubjectRow | undefined) {
  const version = before ? before.version + (changed ? 1 : 0) : 1;
  const { source, id, ...row } = rowOfSubject(after, version);
  // Dates that moved change nothing, but are remembered: cards show them when they next change.
  if (!changed && row.doc === before?.doc) return;
  await work
    .insertInto("subjects")
    .values({ source, id, ...row })
    .onConflict((conflict) => conflict.columns(["source", "id"]).doUpdateSet(row))
    .execute();
}

/** Oldest first. Feeds list their newest entry first, so where nothing is dated the order is turned round. */
function inOrder(news: readonly News[]): readonly News[] {
  const time = ({ novelty: { fresh }, sightings: [{ at }] }: News) =>
    (fresh.find((revision) => revision.at)?.at ?? at).getTime();
  return [...news].reverse().sort((one, other) => time(one) - time(other));
}

async function tell(
  work: Work,
  news: readonly News[],
  states: ReadonlyMap<string, TargetState>,
): Promise<void> {
  if (news.length === 0) return;
  const subscriptions = await subscriptionsOf(work);
  const concerned = new Set<string>();
  for (const one of news) {
    const { after } = one.novelty;
    const wanting = subscriptions.filter((subscription) => wants(subscription, after));
    await enqueue(
      work,
      wanting.flatMap((subscription) => rowsFor(subscription, one, states)),
    );
    const conversations = new Set(wanting.map(({ conversation }) => conversation));
    if (one.before) await age(work, after, [...conversations]);
    for (const conversation of conversations) concerned.add(conversation);
  }
  await wake(work, concerned);
}

function rowsFor(
  subscription: Subscription,
  { novelty, before, sightings }: News,
  states: ReadonlyMap<string, TargetState>,
): readonly NewOutboxRow[] {
  const { card, revisions } = newsFor(subscription, novelty, {
    before,
    ...measureOf(sightings, states),
  });
  const { source, id: subject } = novelty.after;
  const { conversation } = subscription;
  return [...(card ? [""] : []), ...revisions.map(({ key }) => key)].map((revision) => ({
    conversation,
    source,
    subject,
    revision,
    created_at: sightings[0].at.getTime(),
  }));
}

/** What is new to a target that was read before is news, even where others see it at their first read. */
function measureOf(sightings: Sightings, states: ReadonlyMap<string, TargetState>) {
  const measures = sightings.map(({ observation: { target, at } }) => {
    const state = states.get(target.key);
    return {
      firstRead: state?.firstReadAt === undefined,
      firstReadAt: state?.firstReadAt ?? at,
      oldestAt: state?.oldestAt,
      lastReadAt: state?.lastReadAt,
    };
  });
  const [first] = measures as [(typeof measures)[number]];
  return measures.find(({ firstRead }) => !firstRead) ?? first;
}

/** The subject's cards show an earlier state now. */
async function age(work: Work, { source, id }: KnownSubject, conversations: readonly string[]) {
  if (conversations.length === 0) return;
  await work
    .updateTable("cards")
    .set({ stale: 1 })
    .where("source", "=", source)
    .where("subject", "=", id)
    .where("conversation", "in", conversations)
    .execute();
}
