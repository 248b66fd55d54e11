import type { ConversationEvent } from "../../src/core/chat-adapter.ts";
import type { TeamsActivity } from "./activity.ts";
import { bareOf } from "./hear.ts";

/** What an activity tells of the bot's place in a conversation, or of the conversation itself. */
export interface Change {
  readonly kind: ConversationEvent["kind"];
  /** It happened to each channel of the team. */
  readonly wholeTeam: boolean;
}

const onChannel = (kind: Change["kind"]): Change => ({ kind, wholeTeam: false });
const onTeam = (kind: Change["kind"]): Change => ({ kind, wholeTeam: true });

/** By `channelData.eventType`. */
const named: Readonly<Record<string, Change | undefined>> = {
  channelDeleted: onChannel("deleted"),
  channelRenamed: onChannel("renamed"),
  channelRestored: onChannel("unarchived"),
  teamArchived: onTeam("archived"),
  teamUnarchived: onTeam("unarchived"),
  teamDeleted: onTeam("deleted"),
  teamHardDeleted: onTeam("deleted"),
  teamRestored: onTeam("unarchived"),
  teamRenamed: onTeam("renamed"),
};

export function changeOf(activity: TeamsActivity): Change | undefined {
  const kind = movementOf(activity);
  if (kind) return { kind, wholeTeam: isOfTeam(activity) };
  if (activity.type !== "conversationUpdate") return undefined;
  return named[activity.channelData?.eventType ?? ""];
}

/** Whether the bot came or left. An upgrade removes and adds too, but the bot stays where it is. */
function movementOf(activity: TeamsActivity): "joined" | "left" | undefined {
  if (activity.type === "installationUpdate") {
    if (activity.action === "remove") return "left";
    return activity.action === "add" ? "joined" : undefined;
  }
  if (activity.type !== "conversationUpdate") return undefined;
  const bot = activity.recipient.id;
  if (activity.membersRemoved?.some(({ id }) => id === bot)) return "left";
  return activity.membersAdded?.some(({ id }) => id === bot) ? "joined" : undefined;
}

/**
 * Teams names a team by its General channel, and tells there what happens to the team. A private or a shared channel is joined
 * and left on its own.
 */
function isOfTeam({ conversation, channelData }: TeamsActivity): boolean {
  const { team, channel } = channelData ?? {};
  if (!team || bareOf(conversation.id) !== team.id) return false;
  return !channel || channel.id === team.id;
}
