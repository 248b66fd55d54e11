import type { ConversationId } from "../../src/core/address.ts";
import { type Lane, longestWaits, type Outbox, type Release } from "../../src/core/store.ts";
import { conditionOf } from "./lanes.ts";
import { dateOf, given } from "./rows.ts";
import type { ConversationRow, Work } from "./schema.ts";

/** Leases the lanes that are due, the one that has waited longest first. */
export async function claim(
  work: Work,
  { holder, now, leaseMs, limit, platforms }: Parameters<Outbox["claim"]>[0],
): Promise<readonly Lane[]> {
  if (platforms.length === 0) return [];
  const time = now.getTime();
  const rows = await withWork(work)
    .where("platform", "in", platforms)
    .where(({ or, eb }) =>
      or([eb("wake_at", "<=", time), eb("wake_at", ">", time + longestWaits.wakeAt)]),
    )
    .where(({ or, eb }) =>
      or([eb("not_before", "<=", time), eb("not_before", ">", time + longestWaits.notBefore)]),
    )
    .where(({ or, eb }) =>
      or([eb("lease_until", "<=", time), eb("lease_until", ">", time + leaseMs)]),
    )
    .where("muted_until", "<=", time)
    .where(({ or, eb }) =>
      or([
        eb("paused_reason", "is", null),
        eb("retry_at", "<=", time),
        eb("retry_at", ">", time + longestWaits.retryAt),
      ]),
    )
    .orderBy(({ fn, ref, val }) => fn.coalesce(ref("oldest"), val(Number.MAX_SAFE_INTEGER)))
    .orderBy("id")
    .limit(limit)
    .execute();
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return [];
  await work
    .updateTable("conversations")
    .set({ lease_holder: holder, lease_until: time + leaseMs })
    .where("id", "in", ids)
    .execute();
  return rows.map((row) => laneOf(row, time));
}

/** Lanes with something to tell or a card to refresh. Starts from those, never from all that was ever told. */
function withWork(work: Work) {
  return work
    .selectFrom("conversations")
    .leftJoin(
      (from) =>
        from
          .selectFrom("outbox")
          .select(({ fn }) => [
            "conversation",
            fn.min("seq").as("oldest"),
            fn.min("created_at").as("since"),
          ])
          .groupBy("conversation")
          .as("waiting"),
      (on) => on.onRef("waiting.conversation", "=", "conversations.id"),
    )
    .selectAll("conversations")
    .select(["oldest", "since"])
    .where("wake_at", "is not", null)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb("oldest", "is not", null),
        exists(
          selectFrom("cards")
            .select("subject")
            .whereRef("cards.conversation", "=", "conversations.id")
            .where("stale", "=", 1),
        ),
      ]),
    );
}

function laneOf(row: ConversationRow, now: number): Lane {
  const { sharedSince: _, ...condition } = conditionOf(row, now);
  return { conversation: row.id as ConversationId, generation: row.generation, ...condition };
}

/** Hands a lane back, unless the lease ran out and somebody else has it by now. */
export async function release(work: Work, lane: Release): Promise<void> {
  const notBefore = lane.notBefore?.getTime() ?? 0;
  const wakeAt = lane.wakeAt?.getTime() ?? 0;
  const over = lane.wakeAt === undefined && lane.notBefore === undefined;
  await work
    .updateTable("conversations")
    .set(({ eb }) => ({
      lease_holder: null,
      lease_until: 0,
      failures: lane.failures,
      error: lane.error ?? null,
      not_before: notBefore,
      wake_at: eb
        .case()
        .when("generation", "=", lane.generation)
        .then(over ? null : wakeAt)
        .else(0)
        .end(),
    }))
    .where("id", "=", lane.conversation)
    .where("lease_holder", "=", lane.holder)
    .execute();
}

export async function releaseAll(work: Work, holder: string): Promise<void> {
  await work
    .updateTable("conversations")
    .set({ lease_holder: null, lease_until: 0 })
    .where("lease_holder", "=", holder)
    .execute();
}

/** What waits, but for what waits on a pause; and when a lane can next be claimed. */
export async function waiting(work: Work): ReturnType<Outbox["waiting"]> {
  const { count, oldest } = await work
    .selectFrom("outbox")
    .innerJoin("conversations", "conversations.id", "outbox.conversation")
    .select(({ fn }) => [fn.countAll().as("count"), fn.min("created_at").as("oldest")])
    .where("paused_reason", "is", null)
    .executeTakeFirstOrThrow();
  const lanes = await withWork(work).execute();
  const due = lanes.map((row) =>
    Math.max(
      row.wake_at ?? 0,
      row.not_before,
      row.lease_until,
      row.muted_until,
      row.paused_reason === null ? 0 : row.retry_at,
      Number(row.since ?? 0),
    ),
  );
  return {
    count: Number(count),
    ...given("oldest", oldest === null ? null : dateOf(Number(oldest))),
    ...given("nextDue", due.length === 0 ? null : dateOf(Math.min(...due))),
  };
}
