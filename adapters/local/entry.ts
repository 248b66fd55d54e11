import type { Message } from "../../src/core/message.ts";

/** One message of a conversation, as the local API and the page know it. */
export interface Entry {
  /** Later messages have greater ids, compared as text. */
  readonly id: string;
  readonly conversation: string;
  /** The first message of the thread it is in. */
  readonly replyTo: string | null;
  /** A reply that everyone in the conversation sees, not the thread's followers alone. */
  readonly alsoInChannel: boolean;
  /** The one person it is shown to. */
  readonly privateTo: string | null;
  /** The id of the line that it answers. */
  readonly inAnswerTo: string | null;
  readonly asked: Asked | null;
  /** More will follow in its place: this is progress, not yet the answer. */
  readonly pending: boolean;
  readonly postedAt: string;
  readonly editedAt: string | null;
  /** Of a post that may be tried again: another try takes this one's place. */
  readonly key?: string;
  /** Counts every post and edit of the bot: what changed later has the greater version. */
  readonly version: number;
  /** Once written down, the times in it are ISO strings. */
  readonly message: Message;
}

/** The line that a message answers. */
export interface Asked {
  readonly by: string;
  readonly line: string;
  readonly at: string;
}

/** What the page needs to know before it can show anything. */
export interface About {
  readonly title: string;
  readonly notice: string | null;
  readonly conversation: string;
  readonly person: string;
  /** Those with something in them for this person, and the one to begin with. */
  readonly conversations: readonly string[];
  readonly commands: readonly CommandHint[];
  /** The version of the newest thing that this person may see; 0 for none. */
  readonly newest: number;
}

export interface CommandHint {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly examples: readonly string[];
}
