import type { Text } from "../core/message.ts";

/** One thing about the bot's own health. `bad`: it does not work. `warning`: it may soon not. */
export interface Finding {
  readonly tone: "good" | "warning" | "bad";
  readonly subject: string;
  readonly detail: Text;
  readonly fix?: string;
}
