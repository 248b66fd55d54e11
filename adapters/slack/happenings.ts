import { z } from "zod";
import { addressOf } from "../../src/core/address.ts";
import type { ConversationEvent } from "../../src/core/chat-adapter.ts";

/** The events of Slack that tell what became of a conversation, and what they mean. */
const kinds: Readonly<Record<string, ConversationEvent["kind"]>> = {
  channel_left: "left",
  group_left: "left",
  channel_archive: "archived",
  group_archive: "archived",
  channel_unarchive: "unarchived",
  group_unarchive: "unarchived",
  channel_deleted: "deleted",
  group_deleted: "deleted",
  channel_rename: "renamed",
  group_rename: "renamed",
  channel_id_changed: "moved",
  channel_shared: "shared",
  channel_unshared: "unshared",
  app_uninstalled: "revoked",
  tokens_revoked: "revoked",
};

/** Told of everyone who comes and goes; the bot minds itself alone. */
const moves: Readonly<Record<string, ConversationEvent["kind"]>> = {
  member_joined_channel: "joined",
  member_left_channel: "left",
};

/** Every event that is listened to, besides mentions. */
export const happenings: readonly string[] = [...Object.keys(kinds), ...Object.keys(moves)];

const eventBody = z.object({
  event_id: z.string().optional(),
  authorizations: z.array(z.object({ user_id: z.string().optional() })).default([]),
  event: z.object({
    type: z.string(),
    user: z.string().optional(),
    inviter: z.string().optional(),
    channel: z.union([z.string(), z.object({ id: z.string() })]).optional(),
    old_channel_id: z.string().optional(),
    new_channel_id: z.string().optional(),
    is_ext_shared: z.boolean().optional(),
    tokens: z.object({ bot: z.array(z.string()).optional() }).optional(),
  }),
});

type Event = z.infer<typeof eventBody>["event"];

/** Undefined where it is none of the bot's business: somebody else came or went. */
export function happeningOf(
  body: unknown,
  botUser: string | undefined,
): ConversationEvent | undefined {
  const { event, event_id: id, authorizations } = eventBody.parse(body);
  const kind = kindOf(event, authorizations[0]?.user_id ?? botUser);
  if (kind === undefined || kind === "revoked") return kind && { kind };
  if (kind === "moved") return moveOf(event);
  const channel = typeof event.channel === "object" ? event.channel.id : event.channel;
  if (channel === undefined) return undefined;
  const conversation = addressOf("slack", "channel", channel);
  return { kind, conversation, ...inviterOf(event), ...(id ? { id } : {}) };
}

function moveOf({ old_channel_id: from, new_channel_id: to }: Event) {
  if (!(from && to)) return undefined;
  const [conversation, moved] = [from, to].map((id) => addressOf("slack", "channel", id));
  return { kind: "moved", conversation, to: moved } as ConversationEvent;
}

function inviterOf({ inviter }: Event): Pick<ConversationEvent, "by"> {
  if (!inviter) return {};
  const id = addressOf("slack", "user", inviter);
  return { by: { id, name: "someone in Slack", groups: [], member: true } };
}

function kindOf(
  { type, user, tokens, is_ext_shared: stillShared }: Event,
  botUser: string | undefined,
): ConversationEvent["kind"] | undefined {
  const moved = Object.hasOwn(moves, type) ? moves[type] : undefined;
  if (moved) return botUser !== undefined && user === botUser ? moved : undefined;
  // A person's own token, which the bot has none of, may be revoked without harm.
  if (type === "tokens_revoked" && tokens?.bot?.length === 0) return undefined;
  if (type === "channel_unshared" && stillShared) return undefined;
  return Object.hasOwn(kinds, type) ? kinds[type] : undefined;
}
