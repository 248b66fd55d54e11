import { digestSource } from "../../src/core/digest.ts";
import type { Condition, Subscriptions } from "../../src/core/store.ts";
import { type Subscription, type Wish, wants } from "../../src/core/subscription.ts";
import { unschedule } from "./digests.ts";
import type { Engine } from "./engine.ts";
import { conditionOf, enqueue, ensureLane, prune, subscriptionsOf, wake } from "./lanes.ts";
import { rowOfWish, subjectOf, subscriptionOf } from "./rows.ts";
import type { SubscriptionRow, Work } from "./schema.ts";

export function createSubscriptions({ db, clock }: Pick<Engine, "db" | "clock">): Subscriptions {
  const atomically = <T>(job: (work: Work) => Promise<T>) => db.transaction().execute(job);
  return {
    subscribe: (wish, at) => atomically((work) => put(work, wish, at)),
    unsubscribe: (from) =>
      atomically(async (work) => {
        const row = await find(work, from);
        if (row) await remove(work, row);
        return row !== undefined;
      }),
    settle: (wishes, at) => atomically((work) => settle(work, wishes, at)),
    list: (conversation) => subscriptionsOf(db, conversation),
    mute: (conversation, until) =>
      atomically(async (work) => {
        await ensureLane(work, conversation);
        await work
          .updateTable("conversations")
          .set({ muted_until: until?.getTime() ?? 0 })
          .where("id", "=", conversation)
          .execute();
      }),
    async conditions() {
      const now = clock.now().getTime();
      const rows = await db
        .selectFrom("conversations")
        .selectAll()
        .where(({ eb, or }) =>
          or([
            eb("muted_until", ">", now),
            eb("paused_reason", "is not", null),
            eb("failures", ">", 0),
            eb("shared_since", "is not", null),
          ]),
        )
        .orderBy("id")
        .execute();
      return rows.map((row) => ({ conversation: row.id, ...conditionOf(row, now) }) as Condition);
    },
  };
}

async function settle(work: Work, wishes: readonly Wish[], at: Date): Promise<void> {
  const kept = new Set<number>();
  for (const wish of wishes) {
    const before = await find(work, wish);
    const { id } = await put(work, { ...wish, origin: "settings" }, at, before);
    kept.add(Number(id));
  }
  const rows = await work
    .selectFrom("subscriptions")
    .selectAll()
    .where("origin", "=", "settings")
    .execute();
  for (const row of rows) if (!kept.has(row.seq)) await remove(work, row);
}

async function find(
  work: Work,
  { conversation, source, feed }: Pick<Wish, "conversation" | "source" | "feed">,
): Promise<SubscriptionRow | undefined> {
  return work
    .selectFrom("subscriptions")
    .selectAll()
    .where("conversation", "=", conversation)
    .where("source", "=", source)
    .where("feed", "=", feed)
    .executeTakeFirst();
}

async function remove(work: Work, { seq, conversation, source }: SubscriptionRow): Promise<void> {
  await work.deleteFrom("subscriptions").where("seq", "=", seq).execute();
  if (source === digestSource) await unschedule(work, conversation);
  await prune(work, conversation);
  await wake(work, [conversation], { wishes: true });
}

/** Adds the subscription, or changes the one that is in its place; an unchanged one is left untouched. */
async function put(
  work: Work,
  wish: Wish,
  at: Date,
  given?: SubscriptionRow,
): Promise<Subscription> {
  const before = given ?? (await find(work, wish));
  const row = rowOfWish(wish);
  if (before && isSame(before, row)) return subscriptionOf(before);
  const after = before
    ? await work
        .updateTable("subscriptions")
        .set(row)
        .where("seq", "=", before.seq)
        .returningAll()
        .executeTakeFirstOrThrow()
    : await work
        .insertInto("subscriptions")
        .values({ ...row, created_at: at.getTime() })
        .returningAll()
        .executeTakeFirstOrThrow();
  const subscription = subscriptionOf(after);
  await show(work, subscription, before && subscriptionOf(before), at);
  if (before) await prune(work, wish.conversation);
  await wake(work, [wish.conversation], { wishes: true });
  return subscription;
}

function isSame(before: SubscriptionRow, row: ReturnType<typeof rowOfWish>): boolean {
  return Object.entries(row).every(
    ([column, value]) => before[column as keyof SubscriptionRow] === value,
  );
}

/** What is open now and wanted gets its card; a card that is there is looked at again. What is over is left alone. */
async function show(
  work: Work,
  subscription: Subscription,
  before: Subscription | undefined,
  at: Date,
): Promise<void> {
  const { conversation } = subscription;
  const rows = await work
    .selectFrom("subjects")
    .leftJoin("cards", (on) =>
      on
        .onRef("cards.source", "=", "subjects.source")
        .onRef("cards.subject", "=", "subjects.id")
        .on("cards.conversation", "=", conversation),
    )
    .select(["doc", "first_seen_at", "changed_at", "message_id"])
    .where("open", "=", 1)
    .orderBy("changed_at")
    .execute();
  const wanted = rows
    .map((row) => ({ ...row, subject: subjectOf(row) }))
    .filter(({ subject }) => wants(subscription, subject));
  const without = wanted.filter(
    ({ message_id, subject }) => message_id === null && !(before && wants(before, subject)),
  );
  await enqueue(
    work,
    without.map(({ subject: { source, id } }) => ({
      conversation,
      source,
      subject: id,
      revision: "",
      created_at: at.getTime(),
    })),
  );
  for (const { subject } of wanted.filter(({ message_id }) => message_id !== null)) {
    await work
      .updateTable("cards")
      .set({ stale: 1 })
      .where("conversation", "=", conversation)
      .where("source", "=", subject.source)
      .where("subject", "=", subject.id)
      .execute();
  }
}
