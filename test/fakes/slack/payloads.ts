import { type FoundButton, newId, type Sending, typed } from "./driver.ts";
import type { Identity } from "./methods/method.ts";
import type { FakeMessage } from "./world.ts";

/** Who does something, and where. */
export interface Actor {
  readonly user: string;
  readonly name: string;
  /** Their own workspace; another than the bot's for a guest through Slack Connect. */
  readonly team: string;
  readonly channel: string;
}

export function commandPayload(
  line: string,
  given: { actor: Actor; responseUrl: string; command: string; trigger: string },
): Sending {
  const { actor, responseUrl, command, trigger } = given;
  return {
    kind: "slash_commands",
    payload: {
      token: "verification-token",
      team_id: actor.team,
      team_domain: "acme",
      channel_id: actor.channel,
      channel_name: actor.channel.startsWith("D") ? "directmessage" : "ops",
      user_id: actor.user,
      user_name: actor.name,
      command,
      text: typed(line),
      api_app_id: "A1",
      is_enterprise_install: "false",
      response_url: responseUrl,
      trigger_id: trigger,
    },
  };
}

export function eventPayload(
  event: Readonly<Record<string, unknown>>,
  { team, botUser }: Identity,
): Sending {
  return {
    kind: "events_api",
    payload: {
      token: "verification-token",
      team_id: team,
      api_app_id: "A1",
      event,
      type: "event_callback",
      event_id: `Ev${newId()}`,
      event_time: 1_700_000_000,
      authorizations: [
        {
          enterprise_id: null,
          team_id: team,
          user_id: botUser,
          is_bot: true,
          is_enterprise_install: false,
        },
      ],
      is_ext_shared_channel: false,
    },
  };
}

export function mentionEvent(
  message: FakeMessage,
  actor: Actor,
): Readonly<Record<string, unknown>> {
  return {
    type: "app_mention",
    user: actor.user,
    text: message.text,
    ts: message.ts,
    ...(message.thread ? { thread_ts: message.thread } : {}),
    channel: message.channel,
    event_ts: message.ts,
    team: actor.team,
    user_team: actor.team,
  };
}

export function pressPayload(
  { message, button }: FoundButton,
  given: { actor: Actor; responseUrl: string; identity: Identity; trigger: string },
): Sending {
  const { actor, responseUrl, identity, trigger } = given;
  const thread = message.thread ? { thread_ts: message.thread } : {};
  return {
    kind: "interactive",
    payload: {
      type: "block_actions",
      user: { id: actor.user, username: actor.name, name: actor.name, team_id: actor.team },
      api_app_id: "A1",
      token: "verification-token",
      container: {
        type: "message",
        message_ts: message.ts,
        channel_id: message.channel,
        is_ephemeral: message.user !== undefined,
        ...thread,
      },
      trigger_id: trigger,
      team: { id: identity.team, domain: "acme" },
      enterprise: null,
      is_enterprise_install: false,
      channel: {
        id: message.channel,
        name: message.channel.startsWith("D") ? "directmessage" : "ops",
      },
      message: { type: "message", ts: message.ts, text: message.text, ...thread },
      state: { values: {} },
      response_url: responseUrl,
      actions: [{ ...button, block_id: "b1", action_ts: `${Date.now()}.${newId()}` }],
    },
  };
}
