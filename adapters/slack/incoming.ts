import { createHash } from "node:crypto";
import { z } from "zod";
import { type Address, addressOf } from "../../src/core/address.ts";
import type { Invocation, Person } from "../../src/core/chat-adapter.ts";
import { type FormButton, formPrefix, readFormValue } from "./form-button.ts";
import { type Opened, openedOf } from "./home-event.ts";
import { mentionedLine, typedLine } from "./typed-line.ts";

/** Where a line's answer goes; plain JSON, so that it survives a restart. */
export interface AnswerTo {
  readonly channel: string;
  readonly user: string;
  readonly thread?: string;
  readonly responseUrl?: string;
  /** A button's address would replace the message that the button is on. */
  readonly via: "command" | "button" | "mention" | "form";
  /** The button is on the asker's Home, where no answer can be shown. */
  readonly home?: true;
  /** The button is on a message that its presser alone sees. */
  readonly ephemeral?: boolean;
}

/** A line that came in, with the id that every delivery of it carries. */
export interface Incoming {
  readonly id: string;
  readonly invocation: Invocation;
  readonly to: AnswerTo;
}

/** Who we are in Slack, as far as it is known yet. */
export interface Ourselves {
  readonly team: string | undefined;
  readonly botUser: string | undefined;
  /** What people call the bot, without the sign: `watchpost`. */
  readonly name?: string | undefined;
}

/** A button that was pressed. */
export interface Press extends Incoming {
  /** The form that it opens; its line is said where that cannot be shown. */
  readonly form?: FormButton & { readonly trigger: string };
}

/** The same for every delivery of a line. It goes into the log, where a trigger, which opens forms, has no place. */
export function lineId(kind: string, trigger: string): string {
  return `${kind}:${createHash("sha256").update(trigger).digest("base64url").slice(0, 22)}`;
}

const commandBody = z.object({
  command: z.string(),
  text: z.string().default(""),
  user_id: z.string().min(1),
  user_name: z.string().default(""),
  team_id: z.string().optional(),
  channel_id: z.string().min(1),
  response_url: z.string(),
  trigger_id: z.string(),
});

export function ofCommand(body: unknown, ourselves: Ourselves): Incoming {
  const said = commandBody.parse(body);
  const by = personOf({ id: said.user_id, name: said.user_name, team: said.team_id }, ourselves);
  const { channel_id: channel, user_id: user } = said;
  return {
    id: lineId("command", said.trigger_id),
    invocation: {
      line: typedLine(said.text),
      by,
      from: { conversation: conversationOf(channel, user) },
    },
    to: { via: "command", channel, user, responseUrl: said.response_url },
  };
}

const eventBody = z.object({
  event_id: z.string(),
  authorizations: z.array(z.object({ user_id: z.string().optional() })).default([]),
  event: z.object({
    user: z.string().min(1),
    text: z.string().default(""),
    ts: z.string(),
    thread_ts: z.string().optional(),
    channel: z.string(),
    team: z.string().optional(),
    user_team: z.string().optional(),
    bot_id: z.string().optional(),
    edited: z.unknown().optional(),
    user_profile: z
      .object({
        display_name: z.string().optional(),
        real_name: z.string().optional(),
        name: z.string().optional(),
        is_restricted: z.boolean().optional(),
        is_ultra_restricted: z.boolean().optional(),
      })
      .optional(),
  }),
});

/**
 * Undefined for what a bot said: bots that answer bots never end. And for what was said before and is edited now: it was
 * answered then.
 */
export function ofMention(body: unknown, ourselves: Ourselves): Incoming | undefined {
  const { event, event_id: id, authorizations } = eventBody.parse(body);
  if (event.bot_id !== undefined || event.edited !== undefined) return undefined;
  const { channel, user, user_profile: profile } = event;
  const thread = event.thread_ts ?? event.ts;
  const by = personOf(
    {
      id: user,
      name: profile?.display_name || profile?.real_name || profile?.name,
      team: event.user_team ?? event.team,
      guest: profile?.is_restricted || profile?.is_ultra_restricted,
    },
    ourselves,
  );
  const line = mentionedLine(event.text, authorizations[0]?.user_id ?? ourselves.botUser);
  const from = { conversation: conversationOf(channel, user), thread };
  return {
    id: `event:${id}`,
    invocation: { line, by, from },
    to: { via: "mention", channel, user, thread },
  };
}

/** The person in whatever comes from a button, a modal or a shortcut. */
export const actorShape = z.object({
  id: z.string().min(1),
  name: z.string().optional(),
  username: z.string().optional(),
  team_id: z.string().optional(),
});

const pressBody = z.object({
  user: actorShape,
  channel: z.object({ id: z.string() }).optional(),
  container: z
    .object({
      channel_id: z.string().optional(),
      thread_ts: z.string().optional(),
      is_ephemeral: z.boolean().optional(),
    })
    .optional(),
  view: z.object({ type: z.string() }).optional(),
  response_url: z.string().optional(),
  trigger_id: z.string(),
  actions: z.array(
    z.object({
      action_id: z.string().optional(),
      value: z.string().optional(),
      action_ts: z.string().optional(),
    }),
  ),
});

/** Undefined for a button that only opens an address. */
export function ofPress(body: unknown, ourselves: Ourselves): Press | undefined {
  const pressed = pressBody.parse(body);
  const [action] = pressed.actions;
  const { user, container } = pressed;
  const channel = pressed.channel?.id ?? container?.channel_id ?? user.id;
  if (!action?.value) return undefined;
  const form = action.action_id?.startsWith(formPrefix) ? readFormValue(action.value) : undefined;
  const thread = container?.thread_ts ? { thread: container.thread_ts } : {};
  return {
    id: lineId("press", `${pressed.trigger_id}:${action.action_ts ?? ""}`),
    invocation: {
      line: form?.line ?? action.value,
      by: actorOf(user, ourselves),
      from: { conversation: conversationOf(channel, user.id), ...thread },
    },
    to: {
      via: "button",
      channel,
      user: user.id,
      ...thread,
      ...(container?.is_ephemeral ? { ephemeral: true } : {}),
      ...(pressed.response_url ? { responseUrl: pressed.response_url } : {}),
      ...(pressed.view?.type === "home" ? { home: true } : {}),
    },
    ...(form ? { form: { ...form, trigger: pressed.trigger_id } } : {}),
  };
}

/** Slack says of whoever opens their Home nothing but who they are. */
export function ofOpened(
  body: unknown,
  ourselves: Ourselves,
): (Opened & { readonly by: Person }) | undefined {
  const opened = openedOf(body);
  return opened && { ...opened, by: personOf({ id: opened.user }, ourselves) };
}

export function actorOf(
  { id, name, username, team_id: team }: z.infer<typeof actorShape>,
  ourselves: Ourselves,
): Person {
  return personOf({ id, name: name ?? username, team }, ourselves);
}

function personOf(
  seen: {
    id: string;
    name?: string | undefined;
    team?: string | undefined;
    guest?: boolean | undefined;
  },
  { team }: Ourselves,
): Person {
  const outsider = team !== undefined && seen.team !== undefined && seen.team !== team;
  return {
    id: addressOf("slack", "user", seen.id),
    name: seen.name || "someone in Slack",
    groups: [],
    member: !(outsider || seen.guest),
  };
}

/** Direct messages belong to the person, whose id outlives the conversation's. */
export function conversationOf(channel: string, user: string): Address {
  return /^[DU]/.test(channel)
    ? addressOf("slack", "user", user)
    : addressOf("slack", "channel", channel);
}
