import { sql } from "kysely";
import type { ConversationId } from "../../src/core/address.ts";
import { wake } from "./lanes.ts";
import { type NoticeKind, noticeAt, noticeId, noticeKinds } from "./notice.ts";
import { noticeOf } from "./notice-telling.ts";
import { resume } from "./pauses.ts";
import { rowOfSubject, subjectOf } from "./rows.ts";
import type { Work } from "./schema.ts";

/** One conversation's old and new id. */
interface Move {
  readonly from: ConversationId;
  readonly to: ConversationId;
  readonly at: Date;
}

/**
 * The platform gave the conversation another id: whatever is kept under the old one is kept under the new one. What is
 * there already under the new id stands, since it was said later. True if there was anything.
 */
export async function move(work: Work, { from, to, at }: Move): Promise<boolean> {
  if (from === to) return false;
  const lane = await laneOf(work, from);
  const followed = await moveSubscriptions(work, from, to);
  const scheduled = await moveSchedule(work, from, to);
  if (!(lane || followed || scheduled)) return false;
  await moveWeeks(work, from, to);
  // Before what waits is moved, so that the words of a pause go along or are ended.
  if (lane) await moveLane(work, lane, { from, to, at });
  await moveOutbox(work, from, to);
  await moveCards(work, from, to);
  await moveOwn(work, from, to);
  await wake(work, [to], { wishes: true });
  return true;
}

const laneOf = (work: Work, id: string) =>
  work.selectFrom("conversations").selectAll().where("id", "=", id).executeTakeFirst();

async function moveSubscriptions(work: Work, from: string, to: string): Promise<boolean> {
  await work
    .deleteFrom("subscriptions")
    .where("conversation", "=", from)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("subscriptions as there")
          .select("there.seq")
          .where("there.conversation", "=", to)
          .whereRef("there.source", "=", "subscriptions.source")
          .whereRef("there.feed", "=", "subscriptions.feed"),
      ),
    )
    .execute();
  const { numUpdatedRows } = await work
    .updateTable("subscriptions")
    .set({ conversation: to })
    .where("conversation", "=", from)
    .executeTakeFirst();
  return numUpdatedRows > 0;
}

async function moveSchedule(work: Work, from: string, to: string): Promise<boolean> {
  const there = await work
    .selectFrom("digest_schedules")
    .select("usual")
    .where("conversation", "=", to)
    .executeTakeFirst();
  if (there) {
    await work.deleteFrom("digest_schedules").where("conversation", "=", from).execute();
    return true;
  }
  const { numUpdatedRows } = await work
    .updateTable("digest_schedules")
    .set({ conversation: to })
    .where("conversation", "=", from)
    .executeTakeFirst();
  return numUpdatedRows > 0;
}

async function moveWeeks(work: Work, from: string, to: string): Promise<void> {
  await work
    .deleteFrom("digest_weeks")
    .where("conversation", "=", from)
    .where("week", "in", (there) =>
      there.selectFrom("digest_weeks").select("week").where("conversation", "=", to),
    )
    .execute();
  await work
    .updateTable("digest_weeks")
    .set({ conversation: to })
    .where("conversation", "=", from)
    .execute();
}

/** A pause goes along, and is tried at once: it may have been the old id that was refused. */
async function moveLane(
  work: Work,
  lane: NonNullable<Awaited<ReturnType<typeof laneOf>>>,
  { from, to, at }: Move,
): Promise<void> {
  const there = await laneOf(work, to);
  if (!there) {
    await work
      .updateTable("conversations")
      .set({ id: to, not_before: 0, retry_at: 0 })
      .where("id", "=", from)
      .execute();
    for (const kind of noticeKinds) await moveNotice(work, kind, { from, to });
    return;
  }
  // Whoever was told that the old one is paused is told that it goes on; the new one speaks for itself.
  await resume(work, from, at);
  await work.deleteFrom("conversations").where("id", "=", from).execute();
  await work
    .updateTable("conversations")
    .set({
      muted_until: Math.max(lane.muted_until, there.muted_until),
      shared_since: there.shared_since ?? lane.shared_since,
    })
    .where("id", "=", to)
    .execute();
}

/** What its subscribers were told of it is said of it by its new id. */
async function moveNotice(
  work: Work,
  kind: NoticeKind,
  { from, to }: Pick<Move, "from" | "to">,
): Promise<void> {
  const row = await noticeOf(work, kind, from);
  if (!row) return;
  const { source, id } = noticeId(kind, from);
  const moved = rowOfSubject(noticeAt(kind, to, subjectOf(row)), row.version + 1);
  await work
    .insertInto("subjects")
    .values(moved)
    .onConflict((conflict) => conflict.columns(["source", "id"]).doUpdateSet(moved))
    .execute();
  const renamed = { subject: moved.id };
  await work
    .updateTable("outbox")
    .set(renamed)
    .where("source", "=", source)
    .where("subject", "=", id)
    .execute();
  await work
    .updateTable("cards")
    .set({ ...renamed, stale: 1 })
    .where("source", "=", source)
    .where("subject", "=", id)
    .execute();
  await work.deleteFrom("subjects").where("source", "=", source).where("id", "=", id).execute();
}

async function moveOutbox(work: Work, from: string, to: string): Promise<void> {
  await work
    .deleteFrom("outbox")
    .where("conversation", "=", from)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("outbox as there")
          .select("there.seq")
          .where("there.conversation", "=", to)
          .whereRef("there.source", "=", "outbox.source")
          .whereRef("there.subject", "=", "outbox.subject")
          .whereRef("there.revision", "=", "outbox.revision"),
      ),
    )
    .execute();
  await work
    .updateTable("outbox")
    .set({ conversation: to })
    .where("conversation", "=", from)
    .execute();
}

/** Messages keep their ids when their channel gets another one. */
async function moveCards(work: Work, from: string, to: string): Promise<void> {
  await work
    .deleteFrom("cards")
    .where("conversation", "=", from)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("cards as there")
          .select("there.message_id")
          .where("there.conversation", "=", to)
          .whereRef("there.source", "=", "cards.source")
          .whereRef("there.subject", "=", "cards.subject"),
      ),
    )
    .execute();
  await work
    .updateTable("cards")
    .set({ conversation: to })
    .where("conversation", "=", from)
    .execute();
}

/** What is shown to one conversation alone, as a digest is. */
async function moveOwn(work: Work, from: string, to: ConversationId): Promise<void> {
  const named = `%${JSON.stringify(from).replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await work
    .selectFrom("subjects")
    .selectAll()
    .where(sql<boolean>`doc like ${named} escape '\\'`)
    .execute();
  for (const row of rows) {
    const subject = subjectOf(row);
    if (subject.for !== from) continue;
    const { doc, version } = rowOfSubject({ ...subject, for: to }, row.version + 1);
    await work
      .updateTable("subjects")
      .set({ doc, version })
      .where("source", "=", row.source)
      .where("id", "=", row.id)
      .execute();
  }
}
