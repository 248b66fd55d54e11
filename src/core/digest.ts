import type { ConversationId } from "./address.ts";
import type { Message } from "./message.ts";
import type { Subject } from "./subject.ts";

/** The source that conversations subscribe to for the digest; it reads nothing. */
export const digestSource = "digest";

/** A time of the week on somebody's clock. */
export interface WeeklyTime {
  /** 1 is Monday, 7 Sunday. */
  readonly weekday: number;
  /** Minutes since midnight. */
  readonly minute: number;
  /** IANA zone. */
  readonly zone: string;
}

/** When a conversation gets its digest. */
export interface DigestSchedule extends WeeklyTime {
  readonly conversation: ConversationId;
  readonly nextDueAt: Date;
  /** Nobody chose it: it is the settings' usual time, and follows that. */
  readonly usual?: boolean;
}

/** Who gets the digest when, and who had it in which week. */
export interface Digests {
  /**
   * Sets it, or replaces the conversation's own; but the usual one never takes the place of one that somebody chose.
   * It ends with the conversation's subscription to the source `digest`.
   */
  schedule(schedule: DigestSchedule): Promise<void>;
  /** True if there was one. */
  unschedule(conversation: ConversationId): Promise<boolean>;
  schedules(): Promise<readonly DigestSchedule[]>;
  /** The weeks of which the conversation had its digest lately, the last one told first. */
  had(
    conversation: ConversationId,
  ): Promise<readonly { readonly week: string; readonly at: Date }[]>;
  /**
   * All in one step: the conversation has had its digest of this week, the digest waits in its outbox, and the next
   * one is due then, unless it was put off beyond `at` meanwhile. False where it had one of this week: then only
   * `nextDueAt` is remembered.
   */
  deliver(digest: {
    conversation: ConversationId;
    /** The local ISO week that was due, like 2026-W47. */
    week: string;
    /** Shown to this conversation alone (`Subject.for`). */
    subject: Subject;
    nextDueAt: Date;
    at: Date;
  }): Promise<boolean>;
}

/** The digest, as its command asks for it. */
export interface DigestDesk {
  /** Where a schedule names none. */
  readonly usual: WeeklyTime;
  /** What a digest would say now. */
  compose(conversation: ConversationId): Promise<Message>;
}
