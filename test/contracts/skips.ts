import type { Skip } from "./chat-bench.ts";

const itself = "The local chat is the bot's own listener: nothing stands between them that could";

/**
 * What each platform cannot do of what the chat contract asks, with the reason. An adapter's test gives its
 * list to `describeChatAdapter`; docs/platforms.md prints them all.
 */
export const skips: Readonly<Record<"slack" | "teams" | "local" | "local roles", readonly Skip[]>> =
  {
    slack: [],
    teams: [],
    local: [
      { clause: "says that it was throttled, and for how long", reason: `${itself} throttle it.` },
      {
        clause: "says why a conversation is closed to it",
        reason: `${itself} close a conversation to it.`,
      },
    ],
    "local roles": [
      "what the platform said last counts while it does not answer, and that is said",
      "what it said last counts for thirty days, and no longer",
      "what it said last counts after a restart into an outage, too",
      "nobody has a role by a group of which the platform never said anything",
      "a platform that asks for patience is left alone, and what it said last counts",
    ].map((clause) => ({ clause, reason: `${itself} keep it from knowing who is in a group.` })),
  };
