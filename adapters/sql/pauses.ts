import type { ConversationId } from "../../src/core/address.ts";
import type { Paused } from "../../src/core/store.ts";
import type { KnownSubject } from "../../src/core/subject.ts";
import { enqueue, ensureLane, subscriptionsOf, wake } from "./lanes.ts";
import { noticeId, pauseBegins, pauseEnds } from "./pause-notice.ts";
import { rowOfSubject, subjectOf } from "./rows.ts";
import type { SubjectRow, Work } from "./schema.ts";

/** Holds the conversation back, and tells whoever subscribed it; one that is paused already is only brought up to date. */
export async function pause(
  work: Work,
  conversation: ConversationId,
  paused: Paused & { readonly retryAt: Date },
): Promise<void> {
  await ensureLane(work, conversation);
  const before = await sinceOf(work, conversation);
  await work
    .updateTable("conversations")
    .set({
      paused_reason: paused.reason,
      paused_since: before ?? paused.since.getTime(),
      retry_at: paused.retryAt.getTime(),
    })
    .where("id", "=", conversation)
    .execute();
  if (before !== undefined) return;
  const people = (await subscriptionsOf(work, conversation)).flatMap(({ by }) => by?.id ?? []);
  const readers = [...new Set(people)].filter((person) => person !== conversation);
  if (readers.length === 0) return;
  const row = await noticeOf(work, conversation);
  await tell(work, pauseBegins(conversation, paused, row && subjectOf(row)), row, readers);
}

/** Lets the conversation go on at once, and tells whoever was told of the pause. */
export async function resume(work: Work, conversation: ConversationId, at: Date): Promise<boolean> {
  if ((await sinceOf(work, conversation)) === undefined) return false;
  await work
    .updateTable("conversations")
    .set({
      paused_reason: null,
      paused_since: null,
      retry_at: 0,
      // The lane was handed back until the next try; now it need not wait for that.
      not_before: 0,
      failures: 0,
      error: null,
    })
    .where("id", "=", conversation)
    .execute();
  await wake(work, [conversation]);
  const row = await noticeOf(work, conversation);
  if (row?.open === 1) {
    const notice = pauseEnds(conversation, at, subjectOf(row));
    await tell(work, notice, row, await readersOf(work, notice));
  }
  return true;
}

async function sinceOf(work: Work, conversation: string): Promise<number | undefined> {
  const row = await work
    .selectFrom("conversations")
    .select(["paused_reason", "paused_since"])
    .where("id", "=", conversation)
    .executeTakeFirst();
  return row?.paused_reason == null ? undefined : Number(row.paused_since);
}

function noticeOf(work: Work, conversation: string): Promise<SubjectRow | undefined> {
  const { source, id } = noticeId(conversation);
  return work
    .selectFrom("subjects")
    .selectAll()
    .where("source", "=", source)
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Whoever was told of it, or is about to be. */
async function readersOf(work: Work, { source, id }: KnownSubject): Promise<readonly string[]> {
  const rows = await work
    .selectFrom("outbox")
    .select("conversation")
    .where("source", "=", source)
    .where("subject", "=", id)
    .union(
      work
        .selectFrom("cards")
        .select("conversation")
        .where("source", "=", source)
        .where("subject", "=", id),
    )
    .execute();
  return rows.map(({ conversation }) => conversation);
}

async function tell(
  work: Work,
  notice: KnownSubject,
  before: SubjectRow | undefined,
  readers: readonly string[],
): Promise<void> {
  const { source, id, ...row } = rowOfSubject(notice, (before?.version ?? 0) + 1);
  await work
    .insertInto("subjects")
    .values({ source, id, ...row })
    .onConflict((conflict) => conflict.columns(["source", "id"]).doUpdateSet(row))
    .execute();
  const revision = notice.revisions.at(-1)?.key ?? "";
  const created_at = notice.changedAt.getTime();
  await enqueue(
    work,
    readers.map((conversation) => ({ conversation, source, subject: id, revision, created_at })),
  );
  await work
    .updateTable("cards")
    .set({ stale: 1 })
    .where("source", "=", source)
    .where("subject", "=", id)
    .execute();
  await wake(work, readers);
}
