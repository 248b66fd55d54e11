import { partsOf } from "../../src/core/address.ts";
import type { KnownSubject } from "../../src/core/subject.ts";
import { type Subscription, wants } from "../../src/core/subscription.ts";
import { isNotice, noticeSubscription } from "./notice.ts";
import { given, nameOf, subjectOf, subscriptionOf } from "./rows.ts";
import type { Database, NewOutboxRow, Work } from "./schema.ts";

/** What several of the store's parts do to a conversation's lane, inside their own transactions. */

/** Rows that one statement may insert: engines limit the parameters of a statement. */
const batch = 500;

/** Makes sure that the conversation has a lane. */
export async function ensureLane(work: Work, conversation: string): Promise<void> {
  await work
    .insertInto("conversations")
    .values({
      id: conversation,
      platform: partsOf(conversation).platform,
      generation: 0,
      wishes: 0,
      wake_at: null,
      not_before: 0,
      lease_until: 0,
      muted_until: 0,
      retry_at: 0,
      failures: 0,
    })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .execute();
}

/** There is more to tell: due at once, except for what holds the lane back. `wishes`: its cards may look different now. */
export async function wake(
  work: Work,
  conversations: Iterable<string>,
  { wishes = false } = {},
): Promise<void> {
  for (const conversation of new Set(conversations)) {
    await ensureLane(work, conversation);
    await work
      .updateTable("conversations")
      .set(({ eb }) => ({
        generation: eb("generation", "+", 1),
        wishes: eb("wishes", "+", wishes ? 1 : 0),
        wake_at: 0,
      }))
      .where("id", "=", conversation)
      .execute();
  }
}

/** Adds what is not there already, in this order. */
export async function enqueue(work: Work, rows: readonly NewOutboxRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += batch) {
    await work
      .insertInto("outbox")
      .values(rows.slice(from, from + batch))
      .onConflict((conflict) =>
        conflict.columns(["conversation", "source", "subject", "revision"]).doNothing(),
      )
      .execute();
  }
}

/** The subscriptions of one conversation, or of all, oldest first. */
export async function subscriptionsOf(
  work: Work | Database,
  conversation?: string,
): Promise<readonly Subscription[]> {
  let query = work.selectFrom("subscriptions").selectAll().orderBy("seq");
  if (conversation !== undefined) query = query.where("conversation", "=", conversation);
  return (await query.execute()).map(subscriptionOf);
}

/** One subject with something to do about it in a conversation. */
export interface Concern {
  readonly subject: KnownSubject;
  readonly version: number;
  /** Undefined: nobody there wants it any more. */
  readonly subscription: Subscription | undefined;
}

/** The subjects that wait in a conversation's outbox or whose card there is old. */
export async function concernsOf(
  work: Work,
  conversation: string,
): Promise<ReadonlyMap<string, Concern>> {
  const subscriptions = await subscriptionsOf(work, conversation);
  const rows = await work
    .selectFrom("subjects")
    .innerJoin(
      (join) =>
        join
          .selectFrom("outbox")
          .select(["source", "subject"])
          .where("conversation", "=", conversation)
          .union(
            join
              .selectFrom("cards")
              .select(["source", "subject"])
              .where("conversation", "=", conversation)
              .where("stale", "=", 1),
          )
          .as("concern"),
      (on) =>
        on
          .onRef("concern.source", "=", "subjects.source")
          .onRef("concern.subject", "=", "subjects.id"),
    )
    .select(["doc", "version", "first_seen_at", "changed_at"])
    .execute();
  return new Map(
    rows.map((row): [string, Concern] => {
      const subject = subjectOf(row);
      const subscription = isNotice(subject)
        ? noticeSubscription(conversation, subject)
        : subscriptions.find((one) => wants(one, subject));
      return [nameOf(subject), { subject, version: row.version, subscription }];
    }),
  );
}

/** Forgets what waits for nobody: subjects that no subscription there wants any more. */
export async function prune(work: Work, conversation: string): Promise<void> {
  for (const { subject, subscription } of (await concernsOf(work, conversation)).values()) {
    if (!subscription) await forget(work, conversation, subject);
  }
}

/** Takes a subject out of a conversation's outbox. Its card there is remembered, and left as it is. */
export async function forget(
  work: Work,
  conversation: string,
  { source, id }: Pick<KnownSubject, "source" | "id">,
): Promise<void> {
  await work
    .deleteFrom("outbox")
    .where("conversation", "=", conversation)
    .where("source", "=", source)
    .where("subject", "=", id)
    .execute();
  await work
    .updateTable("cards")
    .set({ stale: 0 })
    .where("conversation", "=", conversation)
    .where("source", "=", source)
    .where("subject", "=", id)
    .execute();
}

/** Whether the lane's holder and conditions, as columns, say anything: for `Lane` and `Condition` alike. */
export function conditionOf(
  row: {
    muted_until: number;
    paused_reason: string | null;
    paused_since: number | null;
    paused_everywhere: number;
    shared_since: number | null;
    failures: number;
    error: string | null;
  },
  now: number,
) {
  const since = row.paused_since;
  return {
    ...given("mutedUntil", row.muted_until > now ? new Date(Number(row.muted_until)) : null),
    ...given(
      "paused",
      row.paused_reason === null
        ? null
        : {
            reason: row.paused_reason,
            since: new Date(Number(since)),
            ...given("everywhere", row.paused_everywhere === 1 ? (true as const) : null),
          },
    ),
    ...given("sharedSince", row.shared_since === null ? null : new Date(Number(row.shared_since))),
    failures: row.failures,
    ...given("error", row.error),
  };
}
