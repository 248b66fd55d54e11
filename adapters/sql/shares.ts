import type { ConversationId } from "../../src/core/address.ts";
import { ensureLane } from "./lanes.ts";
import { shareBegins, shareEnds } from "./notice.ts";
import { noticeOf, readersOf, subscribersOf, tell } from "./notice-telling.ts";
import { subjectOf } from "./rows.ts";
import type { Work } from "./schema.ts";

/** Outsiders read the conversation, and whoever subscribed it is told; once, however often it is said. */
export async function share(work: Work, conversation: ConversationId, since: Date): Promise<void> {
  await ensureLane(work, conversation);
  const { numUpdatedRows } = await work
    .updateTable("conversations")
    .set({ shared_since: since.getTime() })
    .where("id", "=", conversation)
    .where("shared_since", "is", null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  const readers = await subscribersOf(work, conversation);
  if (readers.length === 0) return;
  const row = await noticeOf(work, "shared", conversation);
  await tell(work, shareBegins(conversation, since, row && subjectOf(row)), row, readers);
}

/** They do no more, and whoever was told so is told of its end. */
export async function unshare(work: Work, conversation: ConversationId, at: Date): Promise<void> {
  const { numUpdatedRows } = await work
    .updateTable("conversations")
    .set({ shared_since: null })
    .where("id", "=", conversation)
    .where("shared_since", "is not", null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  const row = await noticeOf(work, "shared", conversation);
  if (row?.open !== 1) return;
  const ended = shareEnds(conversation, at, subjectOf(row));
  await tell(work, ended, row, await readersOf(work, ended));
}
