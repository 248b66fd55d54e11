import type { Skip } from "./chat-adapter.ts";

/**
 * What each platform cannot do of what the chat contract asks, with the reason. An adapter's test gives its
 * list to `describeChatAdapter`; docs/platforms.md prints them all.
 */
export const skips: Readonly<Record<"slack" | "teams" | "local", readonly Skip[]>> = {
  slack: [],
  teams: [],
  local: [],
};
