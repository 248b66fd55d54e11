import type { ConversationId } from "../../src/core/address.ts";
import type { ChatAdapter } from "../../src/core/chat-adapter.ts";

/** A message as the platform's own record holds it. */
export interface Shown {
  readonly id: string;
  /** All of its text, in reading order, as a person would read it. */
  readonly text: string;
  /** The thread's first message, for a reply. */
  readonly thread: string | undefined;
  /** Shown to one person alone (also: in their direct messages). */
  readonly isPrivate: boolean;
}

/** A platform with someone at the keyboard. Each adapter's test supplies one. */
export interface Bench {
  readonly adapter: ChatAdapter;
  readonly conversation: ConversationId;
  /** One that the bot may not post in. */
  readonly unreachable: ConversationId;
  /** Who types and presses. */
  readonly person: string;
  /** Someone types a line to the bot; resolves when the platform has been acknowledged. */
  say(line: string): Promise<void>;
  /** The platform delivers the last line once more, as it does when it believes it was lost. */
  sayAgain(): Promise<void>;
  /** Someone presses the button that reads so, on the newest message that has one; resolves when acknowledged. */
  press(label: string): Promise<void>;
  /** Everything now shown, oldest first, private answers to `person` among them. */
  shown(): Promise<readonly Shown[]>;
  /** What the next post or edit meets. */
  fail(
    fault: "drop-before" | "drop-after" | "throttled" | "unavailable" | "refused",
  ): Promise<void>;
  /** Whether a restart would know where the progress stands that is shown now. */
  isProgressKept(): Promise<boolean>;
  /** As if the bot were killed from here on: nothing more is written down. Until `reborn`. */
  die(): void;
  /** A second adapter with the first one's records: the bot after a restart. `start` is called by the suite. */
  reborn(): Promise<ChatAdapter>;
  close(): Promise<void>;
}

/** A clause that a platform cannot meet, and why; printed in docs/platforms.md. */
export interface Skip {
  readonly clause: string;
  readonly reason: string;
}
