import type { ConversationId } from "../../src/core/address.ts";
import type { Paused } from "../../src/core/store.ts";
import type { KnownSubject, Revision } from "../../src/core/subject.ts";
import type { Subscription } from "../../src/core/subscription.ts";

/** What a subscriber is told of a conversation, as a subject in their direct messages. It needs no subscription. */
const source = "watchpost";
export const noticeKinds = ["paused", "shared"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

const titles: Readonly<Record<NoticeKind, string>> = {
  paused: "A conversation does not take Watchpost's messages",
  shared: "People from outside read what Watchpost posts in a conversation",
};
const conversationLabel = "Conversation";

export const noticeId = (kind: NoticeKind, conversation: string) => ({
  source,
  id: `${kind}:${conversation}`,
});

export const isNotice = (subject: { source: string; id: string }): boolean =>
  subject.source === source && noticeKinds.some((kind) => subject.id.startsWith(`${kind}:`));

/** The pause began (`before`: what was said of earlier ones). */
export function pauseBegins(
  conversation: ConversationId,
  { reason, since }: Paused,
  before: KnownSubject | undefined,
): KnownSubject {
  return notice({ kind: "paused", conversation, reason }, before, {
    key: `paused:${since.getTime()}`,
    phase: "investigating",
    text: `Watchpost cannot post there: ${reason} What is meant for it is kept. Watchpost keeps trying, and tells everything once it is let in.`,
    at: since,
  });
}

/** The pause has ended. */
export function pauseEnds(
  conversation: ConversationId,
  at: Date,
  before: KnownSubject,
): KnownSubject {
  return notice({ kind: "paused", conversation }, before, {
    key: `resumed:${at.getTime()}`,
    phase: "resolved",
    text: "Watchpost can post there again. What was kept is being told now.",
    at,
  });
}

/** Outsiders read the conversation from now on. */
export function shareBegins(
  conversation: ConversationId,
  since: Date,
  before: KnownSubject | undefined,
): KnownSubject {
  return notice({ kind: "shared", conversation }, before, {
    key: `shared:${since.getTime()}`,
    phase: "investigating",
    text: "The channel is shared with another organisation now: its people read what Watchpost posts there, alerts of your tenant among it. They may not give it orders. If that is not wanted, unsubscribe it there, and subscribe another channel.",
    at: since,
  });
}

/** They do no more. */
export function shareEnds(
  conversation: ConversationId,
  at: Date,
  before: KnownSubject,
): KnownSubject {
  return notice({ kind: "shared", conversation }, before, {
    key: `unshared:${at.getTime()}`,
    phase: "resolved",
    text: "The channel is no longer shared with another organisation.",
    at,
  });
}

/** The same of the conversation by another id. */
export function noticeAt(
  kind: NoticeKind,
  conversation: ConversationId,
  before: KnownSubject,
): KnownSubject {
  const facts = before.facts.map((fact) =>
    fact.label === conversationLabel ? { ...fact, value: conversation, conversation } : fact,
  );
  return { ...before, ...noticeId(kind, conversation), facts };
}

/** What delivery needs to know to tell it. */
export function noticeSubscription(
  conversation: string,
  { firstSeenAt }: KnownSubject,
): Subscription {
  return {
    id: "notice",
    conversation: conversation as ConversationId,
    source,
    feed: "",
    as: "thread",
    origin: "settings",
    createdAt: firstSeenAt,
  };
}

function notice(
  about: { kind: NoticeKind; conversation: ConversationId; reason?: string },
  before: KnownSubject | undefined,
  revision: Revision & { readonly at: Date },
): KnownSubject {
  const { kind, conversation, reason } = about;
  const { at } = revision;
  return {
    ...noticeId(kind, conversation),
    title: titles[kind],
    url: "",
    phase: revision.phase,
    revisions: [...(before?.revisions ?? []), revision],
    labels: ["alert"],
    facts: [
      { label: conversationLabel, value: conversation, conversation },
      ...(reason ? [{ label: "Reason", value: reason }] : []),
    ],
    tenants: [],
    firstSeenAt: before?.firstSeenAt ?? at,
    changedAt: at,
  };
}
