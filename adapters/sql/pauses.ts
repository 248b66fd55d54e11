import type { ConversationId } from "../../src/core/address.ts";
import type { Paused } from "../../src/core/store.ts";
import { ensureLane, wake } from "./lanes.ts";
import { pauseBegins, pauseEnds } from "./notice.ts";
import { noticeOf, readersOf, subscribersOf, tell } from "./notice-telling.ts";
import { subjectOf } from "./rows.ts";
import type { Work } from "./schema.ts";

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
  if ((await sinceOf(work, conversation)) === undefined) return false;
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

async function sinceOf(work: Work, conversation: string): Promise<number | undefined> {
  const row = await work
    .selectFrom("conversations")
    .select(["paused_reason", "paused_since"])
    .where("id", "=", conversation)
    .executeTakeFirst();
  return row?.paused_reason == null ? undefined : Number(row.paused_since);
}
