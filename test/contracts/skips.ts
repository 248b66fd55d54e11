import type { Skip } from "./chat-adapter.ts";

const itself = "The local chat is the bot's own listener: nothing stands between them that could";

/**
 * What each platform cannot do of what the chat contract asks, with the reason. An adapter's test gives its
 * list to `describeChatAdapter`; docs/platforms.md prints them all.
 */
export const skips: Readonly<Record<"slack" | "teams" | "local", readonly Skip[]>> = {
  slack: [],
  teams: [],
  local: [
    { clause: "says that it was throttled, and for how long", reason: `${itself} throttle it.` },
    {
      clause: "says why a conversation is closed to it",
      reason: `${itself} close a conversation to it.`,
    },
  ],
};
