import { z } from "zod";
import { addressOf, type ConversationId } from "../../src/core/address.ts";
import type { Invocation, Person } from "../../src/core/chat-adapter.ts";
import { identityOf, mentionsOf, type TeamsActivity, tenantOf, zoneOf } from "./activity.ts";
import type { Reference } from "./references.ts";
import { typedWords } from "./typed-words.ts";

/** Where an answer goes. Plain JSON, so that it outlives a restart. */
export interface ReturnTo {
  readonly line: string;
  readonly reference: Reference;
  /** With its thread, where there is one: `19:…;messageid=…`. */
  readonly conversation: string;
  /** Teams' own id of who asked. */
  readonly member: string;
  /** The message whose button said it. */
  readonly pressedOn?: string;
}

export interface HeardLine {
  readonly id: string;
  readonly invocation: Invocation;
  readonly to: ReturnTo;
}

const kinds: Readonly<Record<string, Reference["kind"]>> = {
  personal: "personal",
  channel: "channel",
  groupChat: "groupChat",
};

/** How the activity's conversation is reached from now on. */
export function referenceOf(activity: TeamsActivity): Reference {
  const { id: team, aadGroupId: group } = activity.channelData?.team ?? {};
  return {
    serviceUrl: activity.serviceUrl,
    conversation: bareOf(activity.conversation.id),
    kind: kinds[activity.conversation.conversationType ?? ""] ?? (team ? "channel" : "personal"),
    tenant: tenantOf(activity) ?? "",
    bot: activity.recipient.id,
    ...(team ? { team } : {}),
    ...(group ? { group } : {}),
    state: "here",
  };
}

const threadMark = ";messageid=";

/** A conversation's id without any thread. */
export function bareOf(id: string): string {
  return id.split(threadMark)[0] ?? id;
}

/** `teams:channel:…` without any thread, or the person where it is a chat with them alone. */
export function conversationOf(activity: TeamsActivity): ConversationId {
  return referenceOf(activity).kind === "personal"
    ? personIdOf(activity)
    : addressOf("teams", "channel", bareOf(activity.conversation.id));
}

export function personIdOf({ from }: TeamsActivity): ConversationId {
  return addressOf("teams", "user", from.aadObjectId?.toLowerCase() ?? from.id);
}

/** Stands for the name of a person whom an activity does not name. */
export const unnamed = "someone";

/** As far as the activity tells; in which teams they are, it does not: others speak in shared channels too. */
export function personOf(activity: TeamsActivity): Person {
  const { from } = activity;
  const zone = zoneOf(activity);
  const outside = from.tenantId !== undefined && from.tenantId.toLowerCase() !== tenantOf(activity);
  return {
    id: personIdOf(activity),
    name: from.name ?? unnamed,
    ...(zone ? { zone } : {}),
    groups: [],
    member: !outside && (from.userRole ?? "user") === "user",
  };
}

/** The line that a message or a pressed button says to the bot; undefined if it says nothing to it. */
export function lineFrom(activity: TeamsActivity): HeardLine | undefined {
  const line = wordsOf(activity);
  if (line === undefined || activity.from.id === activity.recipient.id) return undefined;
  return heardAs(activity, { line });
}

/** A line that an activity stands for. `id`: where not every activity is a line of its own. */
export function heardAs(
  activity: TeamsActivity,
  said: { readonly line: string; readonly id?: string; readonly thread?: string | undefined },
): HeardLine {
  const { line, id = identityOf(activity) } = said;
  const reference = referenceOf(activity);
  const thread = threadOf(activity) ?? said.thread;
  return {
    id,
    invocation: {
      line,
      by: personOf(activity),
      from: { conversation: conversationOf(activity), ...(thread ? { thread } : {}) },
    },
    to: {
      line: id,
      reference,
      conversation: inThread(reference, thread),
      member: activity.from.id,
      ...(isPress(activity) && activity.replyToId ? { pressedOn: activity.replyToId } : {}),
    },
  };
}

/** Only channels have threads; a chat is one stream. */
export function inThread(
  { kind, conversation }: Pick<Reference, "kind" | "conversation">,
  thread: string | undefined,
): string {
  return kind === "channel" && thread ? `${conversation}${threadMark}${thread}` : conversation;
}

/** The thread that something is said in, or that the card of its button begins. */
export function threadOf(activity: TeamsActivity): string | undefined {
  if (referenceOf(activity).kind !== "channel") return undefined;
  return activity.conversation.id.split(threadMark)[1] ?? activity.replyToId;
}

const said = z.object({ line: z.string() });
const pressed = z.object({ action: z.object({ data: said }) });

/** A button of a card: most clients invoke its action, others submit its data as a message. */
const isPress = (activity: TeamsActivity): boolean => pressedLine(activity) !== undefined;

function pressedLine({ type, name, value }: TeamsActivity): string | undefined {
  if (type === "message") return said.safeParse(value).data?.line;
  if (type !== "invoke" || name !== "adaptiveCard/action") return undefined;
  return pressed.safeParse(value).data?.action.data.line;
}

function wordsOf(activity: TeamsActivity): string | undefined {
  const line = pressedLine(activity);
  return line === undefined && activity.type === "message" ? typed(activity) : line;
}

/** In a channel only what calls the bot is meant for it, or what was said to it privately. */
function typed(activity: TeamsActivity): string | undefined {
  const { recipient } = activity;
  const meant =
    referenceOf(activity).kind === "personal" ||
    recipient.isTargeted === true ||
    mentionsOf(activity).some(({ mentioned }) => mentioned.id === recipient.id);
  return meant ? typedWords(activity) : undefined;
}
