import type { Role } from "./access.ts";
import type { ConversationId } from "./address.ts";
import type { Person, Place } from "./chat-adapter.ts";
import { HOUR, MINUTE } from "./clock.ts";
import type { LogTerm } from "./log-query.ts";

/** What a tail is of. */
interface TailWords {
  /** In words that follow "events" and that everybody may see. */
  readonly what: string;
  /** As a line says them, without times; absent where it would tell everybody whom it is about. */
  readonly filters?: string;
}

/** Events that are to be told in a conversation as they come in. */
export interface TailWish extends TailWords {
  readonly by: Pick<Person, "id" | "name">;
  readonly from: Pick<Place, "conversation" | "thread">;
  readonly tenant: string;
  readonly terms: readonly LogTerm[];
  /** What may be said instead once events have shown everybody these names of applications, connections, organizations. */
  readonly once?: TailWords & { readonly shown: readonly string[] };
  /** IANA zone in which times are said. */
  readonly zone: string;
  /** Milliseconds. */
  readonly length: number;
}

/** One that is told now. */
export interface Tail {
  readonly id: string;
  readonly conversation: ConversationId;
  readonly tenant: string;
  readonly what: string;
  readonly by: Pick<Person, "id" | "name">;
  readonly zone: string;
  readonly until: Date;
  /** Events that matched so far. */
  readonly events: number;
  /** What is wrong with how the log comes in, in sentences; undefined where nothing is. */
  readonly silence: string | undefined;
}

export interface Tails {
  /**
   * Posts its card, and goes on by itself until its time is over; `already` where the same is told there.
   * @throws UserError where it cannot be posted there, or where there are enough.
   */
  begin(wish: TailWish): Promise<{ readonly tail: Tail; readonly already: boolean }>;
  /** Ends it: what has come in is told first. Undefined where it has ended already. */
  stop(id: string, by: Pick<Person, "name">): Promise<Tail | undefined>;
  /** Ends those that look for somebody who is called so, and says so in their threads. Resolves with how many. */
  forget(tenant: string, names: readonly string[]): Promise<number>;
  /** Oldest first. */
  list(conversation: ConversationId): Promise<readonly Tail[]>;
}

/** Whoever begins one has it, and as long as it goes on. */
export const tailRole: Role = "operator";

/** How long one goes on where nobody says it, and at most; milliseconds. */
export const tailLengths = { usual: 10 * MINUTE, most: 4 * HOUR } as const;
