import type { ConversationId } from "../../src/core/address.ts";
import type { Digests } from "../../src/core/digest.ts";
import type { KnownSubject } from "../../src/core/subject.ts";
import { enqueue, wake } from "./lanes.ts";
import { dateOf, rowOfSubject } from "./rows.ts";
import type { Database, Work } from "./schema.ts";

type Delivered = Parameters<Digests["deliver"]>[0];

/** Weeks told of at once: more than a schedule can be moved by. */
const lately = 20;

export function createDigests(db: Database): Digests {
  return {
    async schedule({ conversation, weekday, minute, zone, nextDueAt, usual = false }) {
      const time = { weekday, minute, zone, usual: usual ? 1 : 0 };
      const row = { ...time, next_due_at: nextDueAt.getTime() };
      await db
        .insertInto("digest_schedules")
        .values({ conversation, ...row })
        .onConflict((conflict) => {
          const replaced = conflict.column("conversation").doUpdateSet(row);
          return usual ? replaced.where("digest_schedules.usual", "=", 1) : replaced;
        })
        .execute();
    },
    unschedule: (conversation) => unschedule(db, conversation),
    async schedules() {
      const rows = await db
        .selectFrom("digest_schedules")
        .selectAll()
        .orderBy("conversation")
        .execute();
      return rows.map(({ conversation, next_due_at, usual, ...time }) => ({
        conversation: conversation as ConversationId,
        ...time,
        nextDueAt: dateOf(next_due_at),
        usual: usual === 1,
      }));
    },
    async had(conversation) {
      const rows = await db
        .selectFrom("digest_weeks")
        .select(["week", "at"])
        .where("conversation", "=", conversation)
        .orderBy("at", "desc")
        .orderBy("week", "desc")
        .limit(lately)
        .execute();
      return rows.map(({ week, at }) => ({ week, at: dateOf(at) }));
    },
    deliver: (digest) => db.transaction().execute((work) => deliver(work, digest)),
  };
}

/** True if there was one. */
export async function unschedule(work: Work | Database, conversation: string): Promise<boolean> {
  const { numDeletedRows } = await work
    .deleteFrom("digest_schedules")
    .where("conversation", "=", conversation)
    .executeTakeFirst();
  return numDeletedRows > 0;
}

async function deliver(work: Work, digest: Delivered): Promise<boolean> {
  const { conversation, week, nextDueAt, at } = digest;
  await work
    .updateTable("digest_schedules")
    .set({ next_due_at: nextDueAt.getTime() })
    .where("conversation", "=", conversation)
    // Somebody may have chosen another time while this one was made.
    .where("next_due_at", "<=", at.getTime())
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
