import type { ConversationId } from "../../src/core/address.ts";
import type { Outbox } from "../../src/core/store.ts";
import { ensureLane, wake } from "./lanes.ts";
import { pauseBegins, pauseEnds } from "./notice.ts";
import { noticeOf, readersOf, subscribersOf, tell } from "./notice-telling.ts";
import { subjectOf } from "./rows.ts";
import type { Work } from "./schema.ts";

/** Holds the conversation back, and tells whoever subscribed it; one that is paused already is only brought up to date. */
export async function pause(
  work: Work,
  conversation: ConversationId,
  paused: Parameters<Outbox["pause"]>[1],
): Promise<void> {
  await ensureLane(work, conversation);
  const { generation, since: before } = await stateOf(work, conversation);
  if (paused.generation !== undefined && paused.generation !== generation) return;
  await work
    .updateTable("conversations")
    .set({
      paused_reason: paused.reason,
      paused_since: before ?? paused.since.getTime(),
      paused_everywhere: paused.everywhere ? 1 : 0,
      retry_at: paused.retryAt.getTime(),
    })
    .where("id", "=", conversation)
    .execute();
  if (before !== undefined) return;
  const readers = await subscribersOf(work, conversation);
  if (readers.length === 0) return;
  const row = await noticeOf(work, "paused", conversation);
  await tell(work, pauseBegins(conversation, paused, row && subjectOf(row)), row, readers);
}

/** Lets the conversation go on at once, and tells whoever was told of the pause. */
export async function resume(work: Work, conversation: ConversationId, at: Date): Promise<boolean> {
  const { since } = await stateOf(work, conversation);
  if (since === undefined) {
    await outdate(work, conversation);
    return false;
  }
  await work
    .updateTable("conversations")
    .set({
      paused_reason: null,
      paused_since: null,
      paused_everywhere: 0,
      retry_at: 0,
      // The lane was handed back until the next try; now it need not wait for that.
      not_before: 0,
      failures: 0,
      error: null,
    })
    .where("id", "=", conversation)
    .execute();
  await wake(work, [conversation]);
  const row = await noticeOf(work, "paused", conversation);
  if (row?.open === 1) {
    const notice = pauseEnds(conversation, at, subjectOf(row));
    await tell(work, notice, row, await readersOf(work, notice));
  }
  return true;
}

/** What is being tried there may fail for a reason that is over. */
async function outdate(work: Work, conversation: ConversationId): Promise<void> {
  await work
    .updateTable("conversations")
    .set(({ eb }) => ({ generation: eb("generation", "+", 1) }))
    .where("id", "=", conversation)
    .execute();
}

async function stateOf(work: Work, conversation: string) {
  const row = await work
    .selectFrom("conversations")
    .select(["generation", "paused_reason", "paused_since"])
    .where("id", "=", conversation)
    .executeTakeFirst();
  return {
    generation: row?.generation,
    since: row?.paused_reason == null ? undefined : Number(row.paused_since),
  };
}
