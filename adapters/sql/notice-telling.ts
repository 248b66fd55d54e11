import type { KnownSubject } from "../../src/core/subject.ts";
import { enqueue, subscriptionsOf, wake } from "./lanes.ts";
import { type NoticeKind, noticeId } from "./notice.ts";
import { rowOfSubject } from "./rows.ts";
import type { SubjectRow, Work } from "./schema.ts";

/** Whoever subscribed the conversation, but for those whose own direct messages it is. */
export async function subscribersOf(work: Work, conversation: string): Promise<readonly string[]> {
  const people = (await subscriptionsOf(work, conversation)).flatMap(({ by }) => by?.id ?? []);
  return [...new Set(people)].filter((person) => person !== conversation);
}

export function noticeOf(
  work: Work,
  kind: NoticeKind,
  conversation: string,
): Promise<SubjectRow | undefined> {
  const { source, id } = noticeId(kind, conversation);
  return work
    .selectFrom("subjects")
    .selectAll()
    .where("source", "=", source)
    .where("id", "=", id)
    .executeTakeFirst();
}

/** Whoever was told of it, or is about to be. */
export async function readersOf(
  work: Work,
  { source, id }: KnownSubject,
): Promise<readonly string[]> {
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

/** Remembers the notice, and puts what is new about it into the outbox of whoever is to read it. */
export async function tell(
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
