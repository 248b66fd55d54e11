import type { ConversationId } from "../core/address.ts";
import type { Text } from "../core/message.ts";

/** One thing about the bot's own health. `bad`: it does not work. `warning`: it may soon not. */
export interface Finding {
  readonly tone: "good" | "warning" | "bad";
  readonly subject: string;
  /** What `subject` stands for, where a platform may know its name. */
  readonly conversation?: ConversationId;
  readonly detail: Text;
  readonly fix?: string;
}
