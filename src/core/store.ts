import type { ConversationId } from "./address.ts";
import type { Audit } from "./audit.ts";
import type { Ledger } from "./bulletin.ts";
import type { ProbeResult } from "./chat-adapter.ts";
import type { Assessments, Waivers } from "./check.ts";
import { DAY, HOUR, MINUTE } from "./clock.ts";
import type { Digests } from "./digest.ts";
import type { LoginRuns } from "./login.ts";
import type { Records } from "./records.ts";
import type { KnownSubject, Revision, Subject } from "./subject.ts";
import type { Subscription, Wish } from "./subscription.ts";

/** How reading one target has gone. */
export interface TargetState {
  readonly key: string;
  readonly source: string;
  readonly title: string;
  readonly tenant?: string;
  readonly feed?: string;
  readonly firstReadAt?: Date;
  /** The last time it was read, or answered that nothing has changed. */
  readonly lastReadAt?: Date;
  readonly lastTriedAt?: Date;
  /** In a row. */
  readonly failures: number;
  readonly error?: string;
  /** The date of the oldest entry at the first read: what is older and turns up later is history, not news. */
  readonly oldestAt?: Date;
  /** The target's clock minus ours, in milliseconds, as its last answer told. */
  readonly skewMs?: number;
  /** What a conditional request sends, per address read. */
  readonly validators: Readonly<
    Record<string, { readonly etag?: string; readonly lastModified?: string }>
  >;
}

/** Who is read: enough of a target to remember it by. */
export type TargetName = Pick<TargetState, "key" | "source" | "title" | "tenant" | "feed">;

/** What came of reading one target. */
export interface Observation {
  readonly target: TargetName;
  readonly at: Date;
  /** Undefined: read, and nothing has changed since. */
  readonly subjects?: readonly Subject[];
  readonly validators?: TargetState["validators"];
  readonly skewMs?: number;
  /** A part that could not be read, and why. What was read is remembered, but the target counts as failing and not as read. */
  readonly missed?: string;
  /** Not read but said by a person: how reading the target goes is left as it is. */
  readonly aside?: true;
}

/** What the bot knows of the world, and how fresh that is. */
export interface Subjects {
  /**
   * Remembers what was read, all of it in one transaction, and puts what is new into the outbox of every
   * conversation that wants it. The first read of a target tells only what is open now (as a card). An open
   * subject that a conversation begins to want (a second tenant is hit) gets its card there.
   */
  observe(observations: readonly Observation[]): Promise<void>;
  /** Remembers that a target could not be read. */
  failed(target: TargetName, failure: { at: Date; error: string }): Promise<void>;
  targets(): Promise<readonly TargetState[]>;
  /** Newest change first. `words`: all must occur in title, text or labels, in any case. */
  find(query: {
    source?: string;
    tenant?: string;
    feed?: string;
    open?: boolean;
    since?: Date;
    words?: readonly string[];
    limit?: number;
    offset?: number;
  }): Promise<readonly KnownSubject[]>;
  count(query: { source: string; since?: Date }): Promise<number>;
}

/** Why, and since when, nothing is posted in a conversation. */
export interface Paused {
  readonly reason: string;
  readonly since: Date;
  /** Not this conversation alone: the platform lets the bot in no more. */
  readonly everywhere?: true;
}

export interface Subscriptions {
  /** Adds it, or changes the one that this conversation has for this source and feed; posts a card for whatever it wants that is open now. */
  subscribe(wish: Wish, at: Date): Promise<Subscription>;
  /** True if there was one. What waits for it in the outbox goes with it. */
  unsubscribe(from: Pick<Wish, "conversation" | "source" | "feed">): Promise<boolean>;
  /** Makes the subscriptions from the settings file exactly these. */
  settle(wishes: readonly Wish[], at: Date): Promise<void>;
  list(conversation?: ConversationId): Promise<readonly Subscription[]>;
  /** Holds back everything for the conversation until then; undefined ends it. */
  mute(conversation: ConversationId, until: Date | undefined): Promise<void>;
  /** Conversations that are muted, paused, shared with outsiders, or have had trouble. */
  conditions(): Promise<readonly Condition[]>;
}

export interface Condition {
  readonly conversation: ConversationId;
  readonly mutedUntil?: Date;
  readonly paused?: Paused;
  /** Since when people from outside the organisation read it. */
  readonly sharedSince?: Date;
  /** Attempts in a row that failed, and the last one's reason. */
  readonly failures: number;
  readonly error?: string;
}

/** The one message that shows a subject's present state in a conversation. */
export interface Card {
  readonly id: string;
  /** A digest of what it shows. */
  readonly shown: string;
}

/** One subject in one conversation, with what is still to be told there. */
export interface Telling {
  readonly subject: KnownSubject;
  readonly subscription: Subscription;
  readonly card?: Card;
  /** Revisions not told here yet, oldest first. */
  readonly untold: readonly Revision[];
  /** Order of work: the outbox number of the oldest thing to tell; none where only the card may have aged. */
  readonly order: number;
}

/** A conversation's deliveries, given to one holder at a time. */
export interface Lane {
  readonly conversation: ConversationId;
  /** Changes whenever there is more to tell. */
  readonly generation: number;
  readonly mutedUntil?: Date;
  readonly paused?: Paused;
  readonly failures: number;
  /** Why the last try failed. */
  readonly error?: string;
}

/**
 * How long each wait is at most when it is made: where more is left of one, the clock was set back since, and it is over. Quiet
 * hours are a day, which may have an hour more.
 */
export const longestWaits = {
  wakeAt: DAY + HOUR,
  notBefore: 10 * MINUTE,
  retryAt: HOUR,
} as const;

/** How a lane is handed back. No wait is longer than `longestWaits`. */
export interface Release {
  readonly conversation: ConversationId;
  readonly holder: string;
  /** As claimed: if more came since, the lane stays due. */
  readonly generation: number;
  /** Nothing to do before this; undefined: nothing left to do. */
  readonly wakeAt?: Date;
  /** As `wakeAt`, but new work does not shorten it: the platform asked for patience. */
  readonly notBefore?: Date;
  readonly failures: number;
  readonly error?: string;
}

/** Why something that is to be told waits. `held`: the conversation is muted, or it is quiet there. */
export const backlogStates = ["due", "retrying", "held", "paused"] as const;

/** What is still to be told on one platform, and waits for the same reason. */
export interface Backlog {
  readonly platform: string;
  readonly state: (typeof backlogStates)[number];
  readonly count: number;
  /** Since when the oldest of it waits. */
  readonly oldest: Date;
}

/** What is still to be told to whom. */
export interface Outbox {
  /** Lanes with something due, each to exactly one caller; a claim ends by `release`, or by itself after `leaseMs`. */
  claim(by: {
    holder: string;
    now: Date;
    leaseMs: number;
    limit: number;
    platforms: readonly string[];
  }): Promise<readonly Lane[]>;
  /** Everything to tell or refresh in a conversation, in order. */
  tellings(conversation: ConversationId): Promise<readonly Telling[]>;
  /** The card was posted or edited, and/or these revisions were told. */
  told(what: {
    conversation: ConversationId;
    source: string;
    subject: string;
    card?: Card;
    revisions: readonly string[];
  }): Promise<void>;
  /** The card is no longer there: the next one is posted anew. */
  cardGone(what: { conversation: ConversationId; source: string; subject: string }): Promise<void>;
  release(lane: Release): Promise<void>;
  /** Claims of this holder from an earlier life end at once. */
  releaseAll(holder: string): Promise<void>;
  /**
   * Nothing is posted there until `resume`, but for a try at `retryAt`; whoever subscribed it is told in a direct message. With
   * the `generation` of a lane that failed: only if nothing came since it was claimed, or `resume` did, or the failure is of before.
   */
  pause(
    conversation: ConversationId,
    paused: Paused & { readonly retryAt: Date; readonly generation?: number },
  ): Promise<void>;
  /**
   * True if it was paused. The subscribers who were told of the pause are told of its end. A lane that is at work there is due
   * again afterwards, in either case.
   */
  resume(conversation: ConversationId, at: Date): Promise<boolean>;
  /** Whether people from outside the organisation read there, from `at` on; whoever subscribed it is told in a direct message, once. */
  share(conversation: ConversationId, outsiders: boolean, at: Date): Promise<void>;
  /**
   * The platform gave the conversation another id: subscriptions, what waits, cards, mutes, pauses and digests are kept under
   * that one from now on. What is there already under the new id stands. True if there was anything; may be said twice.
   */
  move(from: ConversationId, to: ConversationId, at: Date): Promise<boolean>;
  waiting(): Promise<{ count: number; oldest?: Date; nextDue?: Date }>;
  /** Where nothing waits, nothing is listed. */
  backlog(now: Date): Promise<readonly Backlog[]>;
}

/** The bot's memory. Every method is atomic. Who asked for what is by id; the engine is nobody's business but the store's. */
export interface Store {
  readonly subjects: Subjects;
  readonly subscriptions: Subscriptions;
  readonly outbox: Outbox;
  readonly loginRuns: LoginRuns;
  readonly ledger: Ledger;
  readonly waivers: Waivers;
  readonly assessments: Assessments;
  readonly digests: Digests;
  readonly audit: Audit;
  records(platform: string): Records;
  /** Whether it can be written to, and its size. */
  check(): Promise<readonly ProbeResult[]>;
  close(): Promise<void>;
}
