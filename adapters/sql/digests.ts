import type { ConversationId } from "../../src/core/address.ts";
import type { Digests } from "../../src/core/digest.ts";
import type { KnownSubject } from "../../src/core/subject.ts";
import { enqueue, wake } from "./lanes.ts";
import { dateOf, rowOfSubject } from "./rows.ts";
import type { Database, Work } from "./schema.ts";

type Delivered = Parameters<Digests["deliver"]>[0];

export function createDigests(db: Database): Digests {
  return {
    async schedule({ conversation, weekday, minute, zone, nextDueAt }) {
      const row = { weekday, minute, zone, next_due_at: nextDueAt.getTime() };
      await db
        .insertInto("digest_schedules")
        .values({ conversation, ...row })
        .onConflict((conflict) => conflict.column("conversation").doUpdateSet(row))
        .execute();
    },
    async unschedule(conversation) {
      const { numDeletedRows } = await db
        .deleteFrom("digest_schedules")
        .where("conversation", "=", conversation)
        .executeTakeFirst();
      return numDeletedRows > 0;
    },
    async schedules() {
      const rows = await db.selectFrom("digest_schedules").selectAll().execute();
      return rows.map(({ conversation, next_due_at, ...time }) => ({
        conversation: conversation as ConversationId,
        ...time,
        nextDueAt: dateOf(next_due_at),
      }));
    },
    deliver: (digest) => db.transaction().execute((work) => deliver(work, digest)),
  };
}

async function deliver(work: Work, digest: Delivered): Promise<boolean> {
  const { conversation, week, nextDueAt, at } = digest;
  await work
    .updateTable("digest_schedules")
    .set({ next_due_at: nextDueAt.getTime() })
    .where("conversation", "=", conversation)
    .execute();
  const { numInsertedOrUpdatedRows = 0n } = await work
    .insertInto("digest_weeks")
    .values({ conversation, week, at: at.getTime() })
    .onConflict((conflict) => conflict.columns(["conversation", "week"]).doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await tell(work, digest);
  return true;
}

async function tell(work: Work, { conversation, subject, at }: Delivered): Promise<void> {
  const known: KnownSubject = { ...subject, tenants: [], firstSeenAt: at, changedAt: at };
  const { source, id, ...row } = rowOfSubject(known, 1);
  await work
    .insertInto("subjects")
    .values({ source, id, ...row })
    .onConflict((conflict) => conflict.columns(["source", "id"]).doUpdateSet(row))
    .execute();
  const wanted = { conversation, source, subject: id, revision: "", created_at: at.getTime() };
  await enqueue(work, [wanted]);
  await wake(work, [conversation]);
}
