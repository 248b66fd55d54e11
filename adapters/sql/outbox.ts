import type { ConversationId } from "../../src/core/address.ts";
import type { Card, Outbox, Telling } from "../../src/core/store.ts";
import { backlog } from "./backlog.ts";
import { claim, release, releaseAll, waiting } from "./claims.ts";
import type { Engine } from "./engine.ts";
import { concernsOf, enqueue, forget, wake } from "./lanes.ts";
import { createLastClaim } from "./last-claim.ts";
import { move } from "./moves.ts";
import { pause, resume } from "./pauses.ts";
import { nameOf } from "./rows.ts";
import type { Work } from "./schema.ts";
import { share, unshare } from "./shares.ts";

/** One subject in one conversation. */
interface Spot {
  readonly conversation: ConversationId;
  readonly source: string;
  readonly subject: string;
}

/** What a conversation's last tellings were made from: the subject's version and the lane's wishes, by subject. */
type Given = Map<ConversationId, ReadonlyMap<string, string>>;

export function createOutbox({ db, clock }: Pick<Engine, "db" | "clock">): Outbox {
  const atomically = <T>(job: (work: Work) => Promise<T>) => db.transaction().execute(job);
  // A card is posted outside of any transaction, and the world may change meanwhile. Whoever claimed the lane is in this
  // process, so what it was given is remembered here; a crash forgets both.
  const given: Given = new Map();
  // So is what was moved while somebody was telling it.
  const moved = new Map<ConversationId, ConversationId>();
  const here = <Told extends { readonly conversation: ConversationId }>(told: Told): Told => {
    const conversation = moved.get(told.conversation);
    return conversation ? here({ ...told, conversation }) : told;
  };
  const lastClaim = createLastClaim();
  return {
    async claim(by) {
      const lanes = await atomically(async (work) => {
        await lastClaim.begin(work, by.now);
        return claim(work, by);
      });
      lastClaim.done(by.now);
      return lanes;
    },
    tellings: (conversation) => atomically((work) => tellings(work, conversation, given)),
    told: ({ card, revisions, ...where }) =>
      atomically(async (work) => {
        const spot = here(where);
        await removeRows(work, spot, card ? ["", ...revisions] : revisions);
        if (card) await saveCard(work, spot, card, given.get(where.conversation));
      }),
    cardGone: (spot) => atomically((work) => cardGone(work, here(spot), clock.now())),
    async release(lane) {
      given.delete(lane.conversation);
      await atomically((work) => release(work, here(lane)));
    },
    releaseAll: (holder) => atomically((work) => releaseAll(work, holder)),
    pause: (conversation, paused) =>
      atomically(async (work) => {
        // It is the old id that was refused.
        if (!moved.has(conversation)) await pause(work, conversation, paused);
      }),
    share: (conversation, outsiders, at) =>
      atomically((work) => (outsiders ? share : unshare)(work, conversation, at)),
    move: (from, to, at) =>
      atomically(async (work) => {
        const was = await move(work, { from, to, at });
        if (from !== to) moved.set(from, to);
        moved.delete(to);
        return was;
      }),
    resume: (conversation, at) => atomically((work) => resume(work, conversation, at)),
    waiting: () => atomically(waiting),
    backlog: (now) => atomically((work) => backlog(work, now)),
  };
}

async function tellings(
  work: Work,
  conversation: ConversationId,
  given: Given,
): Promise<readonly Telling[]> {
  const concerns = await concernsOf(work, conversation);
  const rows = await rowsOf(work, conversation);
  const cards = await cardsOf(work, conversation);
  const wishes = await wishesOf(work, conversation);
  const all: Telling[] = [];
  const versions = new Map<string, string>();
  for (const [name, { subject, subscription, version }] of concerns) {
    if (!subscription) {
      await forget(work, conversation, subject);
      continue;
    }
    const { order = Number.MAX_SAFE_INTEGER, keys = new Set() } = rows.get(name) ?? {};
    const card = cards.get(name);
    const untold = subject.revisions.filter(({ key }) => keys.has(key));
    all.push({ subject, subscription, untold, order, ...(card ? { card } : {}) });
    versions.set(name, stamp(version, wishes));
  }
  given.set(conversation, versions);
  return all.sort(
    (one, other) =>
      one.order - other.order ||
      one.subject.changedAt.getTime() - other.subject.changedAt.getTime(),
  );
}

/** By subject: the number of its oldest row, and the revisions to tell. */
async function rowsOf(work: Work, conversation: string) {
  const rows = await work
    .selectFrom("outbox")
    .select(["seq", "source", "subject", "revision"])
    .where("conversation", "=", conversation)
    .orderBy("seq")
    .execute();
  const found = new Map<string, { readonly order: number; readonly keys: Set<string> }>();
  for (const { seq, source, subject, revision } of rows) {
    const name = nameOf({ source, id: subject });
    const entry = found.get(name) ?? { order: Number(seq), keys: new Set() };
    found.set(name, entry);
    if (revision) entry.keys.add(revision);
  }
  return found;
}

/** The cards that something is to be done about. */
async function cardsOf(work: Work, conversation: string): Promise<ReadonlyMap<string, Card>> {
  const rows = await work
    .selectFrom("cards")
    .select(["source", "subject", "message_id", "shown"])
    .where("conversation", "=", conversation)
    .where(({ or, eb, exists, selectFrom }) =>
      or([
        eb("stale", "=", 1),
        exists(
          selectFrom("outbox")
            .select("seq")
            .whereRef("outbox.conversation", "=", "cards.conversation")
            .whereRef("outbox.source", "=", "cards.source")
            .whereRef("outbox.subject", "=", "cards.subject"),
        ),
      ]),
    )
    .execute();
  return new Map(
    rows.map(({ source, subject, message_id: id, shown }) => [
      nameOf({ source, id: subject }),
      { id, shown },
    ]),
  );
}

async function wishesOf(work: Work, conversation: string): Promise<number> {
  const row = await work
    .selectFrom("conversations")
    .select("wishes")
    .where("id", "=", conversation)
    .executeTakeFirst();
  return row?.wishes ?? 0;
}

const stamp = (version: number, wishes: number) => `${version}/${wishes}`;

async function removeRows(work: Work, spot: Spot, revisions: readonly string[]): Promise<void> {
  if (revisions.length === 0) return;
  await work
    .deleteFrom("outbox")
    .where("conversation", "=", spot.conversation)
    .where("source", "=", spot.source)
    .where("subject", "=", spot.subject)
    .where("revision", "in", revisions)
    .execute();
}

/** A card stays stale where the subject or the wish has moved on since the tellings it was made from. */
async function saveCard(
  work: Work,
  { conversation, source, subject }: Spot,
  { id, shown }: Card,
  given: ReadonlyMap<string, string> | undefined,
): Promise<void> {
  const row = await work
    .selectFrom("subjects")
    .select("version")
    .where("source", "=", source)
    .where("id", "=", subject)
    .executeTakeFirst();
  const now = stamp(row?.version ?? 0, await wishesOf(work, conversation));
  const stale = given?.get(nameOf({ source, id: subject })) === now ? 0 : 1;
  const face = { message_id: id, shown, stale };
  await work
    .insertInto("cards")
    .values({ conversation, source, subject, ...face })
    .onConflict((conflict) =>
      conflict.columns(["conversation", "source", "subject"]).doUpdateSet(face),
    )
    .execute();
}

/** Forgets the card; what is still open gets another one. What is over is posted again only for something to tell. */
async function cardGone(work: Work, spot: Spot, now: Date): Promise<void> {
  const { conversation, source, subject } = spot;
  await work
    .deleteFrom("cards")
    .where("conversation", "=", conversation)
    .where("source", "=", source)
    .where("subject", "=", subject)
    .execute();
  const row = await work
    .selectFrom("subjects")
    .select("open")
    .where("source", "=", source)
    .where("id", "=", subject)
    .executeTakeFirst();
  if (row?.open !== 1) return;
  await enqueue(work, [{ conversation, source, subject, revision: "", created_at: now.getTime() }]);
  await wake(work, [conversation]);
}
