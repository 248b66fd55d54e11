import type { ConversationId } from "../../src/core/address.ts";
import type { Paused } from "../../src/core/store.ts";
import type { KnownSubject, Revision } from "../../src/core/subject.ts";
import type { Subscription } from "../../src/core/subscription.ts";

/** The subject that tells whoever subscribed a conversation that nothing reaches it any more. It needs no subscription. */
const source = "watchpost";
const prefix = "paused:";
const conversationLabel = "Conversation";

export const noticeId = (conversation: string) => ({ source, id: `${prefix}${conversation}` });

export const isPauseNotice = (subject: { source: string; id: string }): boolean =>
  subject.source === source && subject.id.startsWith(prefix);

/** The pause began (`before`: what was said of earlier ones). */
export function pauseBegins(
  conversation: ConversationId,
  { reason, since }: Paused,
  before: KnownSubject | undefined,
): KnownSubject {
  return notice(conversation, before, reason, {
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
  return notice(conversation, before, undefined, {
    key: `resumed:${at.getTime()}`,
    phase: "resolved",
    text: "Watchpost can post there again. What was kept is being told now.",
    at,
  });
}

/** The same of the conversation by another id. */
export function noticeAt(conversation: ConversationId, before: KnownSubject): KnownSubject {
  const facts = before.facts.map((fact) =>
    fact.label === conversationLabel ? { ...fact, value: conversation } : fact,
  );
  return { ...before, ...noticeId(conversation), facts };
}

/** What delivery needs to know to tell it. */
export function noticeSubscription(
  conversation: string,
  { firstSeenAt }: KnownSubject,
): Subscription {
  return {
    id: "pause-notice",
    conversation: conversation as ConversationId,
    source,
    feed: "",
    as: "thread",
    origin: "settings",
    createdAt: firstSeenAt,
  };
}

function notice(
  conversation: ConversationId,
  before: KnownSubject | undefined,
  reason: string | undefined,
  revision: Revision,
): KnownSubject {
  const at = revision.at ?? new Date(0);
  return {
    ...noticeId(conversation),
    title: "A conversation does not take Watchpost's messages",
    url: "",
    phase: revision.phase,
    revisions: [...(before?.revisions ?? []), revision],
    labels: ["alert"],
    facts: [
      { label: conversationLabel, value: conversation },
      ...(reason ? [{ label: "Reason", value: reason }] : []),
    ],
    tenants: [],
    firstSeenAt: before?.firstSeenAt ?? at,
    changedAt: at,
  };
}
