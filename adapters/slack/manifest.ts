import { usualName } from "./refusals.ts";
import { scopeNames } from "./scopes.ts";
import { groupEvents } from "./user-groups.ts";

/** The events that are listened to and need no scope beyond the bot's own, by what they need. */
const events = {
  /** app_mentions:read */
  mention: ["app_mention"],
  /** None. */
  app: ["app_home_opened", "app_uninstalled", "tokens_revoked"],
  /** channels:read or groups:read, for the channels that each is about */
  either: ["channel_id_changed", "channel_shared", "channel_unshared"],
  /** channels:read */
  channels: [
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_rename",
    "channel_unarchive",
    "member_joined_channel",
    "member_left_channel",
  ],
  /** groups:read */
  groups: ["group_archive", "group_deleted", "group_left", "group_rename", "group_unarchive"],
  /** usergroups:read */
  userGroups: groupEvents,
} as const;

const request = "https://YOUR-HOST/slack/events";

/**
 * What Slack is told when the app is made: one command, the events that are handled, and the least scopes for both.
 * `http` has the address to replace; `socket` needs none.
 */
export function slackManifest(
  variant: "http" | "socket",
  { command = "/auth0" }: { command?: string } = {},
) {
  const http = variant === "http";
  const address = http ? { request_url: request } : {};
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name: "Watchpost",
      description: "Auth0 status, change log and answers in your channels",
      background_color: "#1f2937",
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        // Or Slack would take away the box in which the command is typed. What else is typed there is not read.
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: usualName, always_online: true },
      shortcuts: [
        {
          name: "Subscribe a channel",
          type: "global",
          callback_id: "subscribe_channel",
          description: "Choose what a channel is told of Auth0",
        },
      ],
      slash_commands: [
        {
          command,
          ...(http ? { url: request } : {}),
          description: "Ask Watchpost about Auth0, or follow its status here",
          usage_hint: "status | incidents | changes | subscribe | help",
          should_escape: true,
        },
      ],
    },
    oauth_config: {
      scopes: {
        bot: scopeNames,
      },
    },
    settings: {
      event_subscriptions: {
        ...address,
        bot_events: Object.values(events).flat().sort(),
      },
      interactivity: { is_enabled: true, ...address },
      org_deploy_enabled: false,
      socket_mode_enabled: !http,
      token_rotation_enabled: false,
    },
  };
}
