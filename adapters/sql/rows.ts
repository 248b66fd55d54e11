import type { Address, ConversationId } from "../../src/core/address.ts";
import type { TargetState } from "../../src/core/store.ts";
import { isOpen, type KnownSubject, type Phase, type Revision } from "../../src/core/subject.ts";
import type { Loudness, Subscription, Wish } from "../../src/core/subscription.ts";
import type { NewSubscription, SubjectRow, SubscriptionRow, TargetRow } from "./schema.ts";

/** What rows mean, and the way back. */

export const timeOf = (date: Date | undefined): number | null => date?.getTime() ?? null;
export const dateOf = (time: number): Date => new Date(Number(time));

/** The property if there is a value for it, else no property at all. */
export function given<K extends string, V>(key: K, value: V | null | undefined): { [P in K]?: V } {
  return value === null || value === undefined ? {} : ({ [key]: value } as { [P in K]: V });
}

const givenDate = <K extends string>(key: K, time: number | null) =>
  given(key, time === null ? null : dateOf(time));

/** What a subject is known by across sources. */
export const nameOf = (subject: { source: string; id: string }): string =>
  JSON.stringify([subject.source, subject.id]);

type Doc = Omit<KnownSubject, "firstSeenAt" | "changedAt" | "startsAt" | "revisions"> & {
  readonly startsAt?: string | null;
  readonly revisions: readonly (Omit<Revision, "at"> & { readonly at?: string | null })[];
};

export function subjectOf(
  row: Pick<SubjectRow, "doc" | "first_seen_at" | "changed_at">,
): KnownSubject {
  const { startsAt, revisions, ...rest } = JSON.parse(row.doc, revived) as Doc;
  return {
    ...rest,
    ...given("startsAt", startsAt && new Date(startsAt)),
    revisions: revisions.map(({ at, ...said }) => ({
      ...said,
      ...given("at", at && new Date(at)),
    })),
    firstSeenAt: dateOf(row.first_seen_at),
    changedAt: dateOf(row.changed_at),
  } as KnownSubject;
}

/** A time in a message (`shows`), as it was before it was written down. */
const revived = (key: string, value: unknown): unknown =>
  key === "time" && typeof value === "string" ? new Date(value) : value;

export function rowOfSubject(subject: KnownSubject, version: number): SubjectRow {
  const { firstSeenAt, changedAt, ...doc } = subject;
  const words = [subject.title, ...subject.revisions.map(({ text }) => text), ...subject.labels];
  return {
    source: subject.source,
    id: subject.id,
    doc: JSON.stringify(doc),
    phase: subject.phase satisfies Phase,
    open: isOpen(subject.phase) ? 1 : 0,
    feed: subject.feed ?? "",
    tenants: subject.tenants.length > 0 ? `|${subject.tenants.join("|")}|` : "",
    words: words.join("\n").toLowerCase(),
    starts_at: timeOf(subject.startsAt),
    version,
    first_seen_at: firstSeenAt.getTime(),
    changed_at: changedAt.getTime(),
  };
}

export function targetOf(row: TargetRow): TargetState {
  return {
    key: row.key,
    source: row.source,
    title: row.title,
    ...given("tenant", row.tenant),
    ...given("feed", row.feed),
    ...givenDate("firstReadAt", row.first_read_at),
    ...givenDate("lastReadAt", row.last_read_at),
    ...givenDate("lastTriedAt", row.last_tried_at),
    failures: row.failures,
    ...given("error", row.error),
    ...givenDate("oldestAt", row.oldest_at),
    ...given("skewMs", row.skew_ms),
    validators: JSON.parse(row.validators),
  };
}

export function subscriptionOf(row: SubscriptionRow): Subscription {
  return {
    id: String(row.seq),
    conversation: row.conversation as ConversationId,
    source: row.source,
    feed: row.feed,
    as: row.loudness as Loudness,
    ...given("tenant", row.tenant),
    ...given("only", row.only_label),
    ...given("quiet", row.quiet === null ? null : JSON.parse(row.quiet)),
    ...given("mention", row.mention as Address | null),
    ...given(
      "by",
      row.by_id === null ? null : { id: row.by_id as Address, name: row.by_name ?? "" },
    ),
    origin: row.origin as Wish["origin"],
    createdAt: dateOf(row.created_at),
  };
}

export function rowOfWish(wish: Wish): Omit<NewSubscription, "created_at"> {
  const { quiet } = wish;
  return {
    conversation: wish.conversation,
    source: wish.source,
    feed: wish.feed,
    loudness: wish.as,
    tenant: wish.tenant ?? null,
    only_label: wish.only ?? null,
    quiet: quiet ? JSON.stringify({ from: quiet.from, to: quiet.to, zone: quiet.zone }) : null,
    mention: wish.mention ?? null,
    by_id: wish.by?.id ?? null,
    by_name: wish.by?.name ?? null,
    origin: wish.origin,
  };
}
