import { createHash } from "node:crypto";
import type { ConversationId } from "./address.ts";
import type { Message } from "./message.ts";

/** Where a subject stands. `published` is for things that are said once: a change-log entry, an item of a feed. */
export const phases = [
  "scheduled",
  "investigating",
  "identified",
  "monitoring",
  "in progress",
  "verifying",
  "resolved",
  "completed",
  "postmortem",
  "published",
] as const;
export type Phase = (typeof phases)[number];

const closed: readonly Phase[] = ["resolved", "completed", "postmortem", "published"];

/** Something is still going on, or still to come. */
export const isOpen = (phase: Phase): boolean => !closed.includes(phase);

/** One state of a subject, told once. */
export interface Revision {
  /** Made of the phase and the words (`revisionKeys`), never of a feed's dates. Unique within its subject. */
  readonly key: string;
  readonly phase: Phase;
  /** Literal text. Paragraphs are parted by a newline. */
  readonly text: string;
  /** When the source says it was said, if it can be told. For showing only. */
  readonly at?: Date;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
  /** Where the value stands for a conversation: a platform that knows its name shows that. */
  readonly conversation?: ConversationId;
  /** Where the value is a moment, ISO 8601: each platform shows it its own way. */
  readonly at?: string;
}

/** A thing in the world that changes over time, as a source last saw it. */
export interface Subject {
  readonly source: string;
  /** Unique within its source, and the same at every read. */
  readonly id: string;
  readonly title: string;
  /** Empty where there is none. */
  readonly url: string;
  readonly phase: Phase;
  /** What has been said about it, oldest first. Never empty. */
  readonly revisions: readonly Revision[];
  /** What subscriptions can choose by, like `breaking`. */
  readonly labels: readonly string[];
  /** Shown on the card, in this order. */
  readonly facts: readonly Fact[];
  /** Lines that somebody who sees it may want to say: buttons of its card, for as long as it is open. */
  readonly offers?: readonly { readonly label: string; readonly line: string }[];
  /** When planned work begins, where it is told. */
  readonly startsAt?: Date;
  /** Whether logins themselves suffer, where it is known. */
  readonly authenticationAffected?: boolean;
  /** The feed it came from, where a subscription chooses one (source `rss`). */
  readonly feed?: string;
  /** Shown to this conversation alone. */
  readonly for?: ConversationId;
  /** Shown as it is, in place of a card made of the rest (a digest). */
  readonly shows?: Message;
  /** It was there long before anybody looked: remembered, and told to nobody as news. */
  readonly history?: true;
  /** For an alert of the bot's own: the source it is about. Whoever follows that source is told. */
  readonly about?: string;
}

/** A subject as the bot remembers it. */
export interface KnownSubject extends Subject {
  /** Names of the tenants it concerns, sorted; none where it concerns everyone. */
  readonly tenants: readonly string[];
  readonly firstSeenAt: Date;
  readonly changedAt: Date;
}

/** Whether it is the bot's own word, and not something that others have published. */
export const isOwn = ({ source, about, shows }: Subject): boolean =>
  about !== undefined || shows !== undefined || source === "logins" || source === "watchpost";

/**
 * Gives each of a subject's revisions (oldest first) its key. The same words said twice are two
 * revisions, so the second carries its number; spacing and a feed's dates change nothing.
 */
export function withKeys(revisions: readonly Omit<Revision, "key">[]): readonly Revision[] {
  const times = new Map<string, number>();
  return revisions.map((revision) => {
    const words = `${revision.phase}\n${revision.text.replace(/\s+/g, " ").trim()}`;
    const digest = createHash("sha256").update(words).digest("hex").slice(0, 24);
    const nth = (times.get(digest) ?? 0) + 1;
    times.set(digest, nth);
    return { ...revision, key: nth === 1 ? digest : `${digest}#${nth}` };
  });
}
