import type { DeliveryOutcome } from "../../src/core/errors.ts";

/** What one of Slack's error codes means for a message: what became of it, and what to do, in words for the channel. */
export interface Meaning {
  readonly outcome: DeliveryOutcome;
  /** `{bot}` stands for the name that the bot has in the workspace. */
  readonly words: string;
  /** It is the bot's token that Slack refuses, whatever it is used for. */
  readonly everywhere?: true;
}

/** What the bot is called where nobody gave it another name. */
export const usualName = "watchpost";

const invite = "Say /invite @{bot} in that channel; it goes on by itself then.";
const token = "Whoever runs Watchpost must put a working bot token into slack.botToken.";
const rights = "An administrator of the workspace must allow it.";

const refused = (words: string): Meaning => ({ outcome: "refused", words });
const locked = (words: string): Meaning => ({ ...refused(words), everywhere: true });
const gone = (words: string): Meaning => ({ outcome: "gone", words });
const rejected = (words: string): Meaning => ({ outcome: "rejected", words });
const unavailable = (words: string): Meaning => ({ outcome: "unavailable", words });
const unknown = (words: string): Meaning => ({ outcome: "unknown", words });
const throttled = (words: string): Meaning => ({ outcome: "throttled", words });

export const meanings: Readonly<Record<string, Meaning>> = {
  message_not_found: gone("The message is no longer there."),
  edit_window_closed: gone("The workspace no longer lets this message be edited."),
  cant_update_message: gone("Slack does not let me edit this message."),
  thread_not_found: gone("The thread is no longer there."),
  cannot_reply_to_message: gone("Slack does not let me reply to this message."),
  invalid_thread_ts: gone("The thread is no longer there."),

  channel_not_found: refused(`The channel is gone, or it is private and I am not in it. ${invite}`),
  not_in_channel: refused(`I am not in the channel. ${invite}`),
  user_not_in_channel: refused("The person is not in the channel. They must join it first."),
  is_archived: refused("The channel is archived. Unarchive it, or unsubscribe it."),
  restricted_action: refused(`The workspace does not let me post there. ${rights}`),
  restricted_action_read_only_channel: refused(`The channel is read-only for me. ${rights}`),
  restricted_action_thread_only_channel: refused(`The channel takes replies only. ${rights}`),
  restricted_action_non_threadable_channel: refused(`The channel takes no replies. ${rights}`),
  restricted_action_thread_locked: refused(`The thread is locked. ${rights}`),
  ekm_access_denied: refused(`The workspace's encryption keys are withheld. ${rights}`),
  team_access_not_granted: refused(`I have no access to this workspace. ${rights}`),
  access_denied: refused(`Slack denies me access. ${rights}`),
  no_permission: refused(`I may not post there. ${rights}`),
  org_login_required: refused(`The workspace is being moved to an organisation. ${rights}`),
  account_inactive: locked(`The bot's account is deactivated, or the app was removed. ${token}`),
  token_revoked: locked(`The bot token was revoked. Install the app again. ${token}`),
  token_expired: locked(`The bot token has expired. ${token}`),
  invalid_auth: locked(`Slack does not accept the bot token. ${token}`),
  not_authed: locked(`No bot token was sent. ${token}`),
  not_allowed_token_type: locked(
    `The token is of the wrong kind; it must begin with xoxb-. ${token}`,
  ),
  missing_scope: refused(
    "The app lacks a scope. Install it again from Watchpost's manifest, which asks for chat:write.",
  ),
  user_not_found: refused("The person is no longer in the workspace."),
  user_disabled: refused("The person's account is deactivated."),
  cannot_dm_bot: refused("A bot takes no direct messages."),
  messages_tab_disabled: refused("Direct messages with me are turned off in the app's settings."),
  message_limit_exceeded: refused(`The workspace has used up its messages. ${rights}`),

  invalid_blocks: rejected("Slack does not take the message's blocks."),
  invalid_blocks_format: rejected("Slack does not take the message's blocks."),
  msg_blocks_too_long: rejected("The message's blocks are too long."),
  msg_too_long: rejected("The message is too long."),
  no_text: rejected("The message has no text."),

  ratelimited: throttled("Slack asks to post more slowly."),
  rate_limited: throttled("Slack asks to post more slowly."),
  service_unavailable: unavailable("Slack is unavailable for now."),
  request_timeout: unavailable("Slack did not get the whole request."),
  team_added_to_org: unavailable("The workspace is being moved; Slack says to try again later."),
  fatal_error: unknown("Slack failed while it worked on the message."),
  internal_error: unknown("Slack failed while it worked on the message."),
};

/** Codes after which the same words may still be shown as plain text. */
export const blocksRefused: ReadonlySet<string> = new Set([
  "invalid_blocks",
  "invalid_blocks_format",
  "msg_blocks_too_long",
]);

/** What a code means, in words that call the bot by its name. */
export function meaningOf(code: string, bot = usualName): Meaning {
  const known = knownOr(code);
  return { ...known, words: known.words.replaceAll("{bot}", bot) };
}

function knownOr(code: string): Meaning {
  const known = Object.hasOwn(meanings, code) ? meanings[code] : undefined;
  if (known) return known;
  // Something between us and Slack answered in its place: nobody knows what became of the message.
  if (!/^[a-z0-9_]{1,60}$/.test(code)) return unknown("The answer was not Slack's.");
  return rejected(`Slack does not take the message (${code}).`);
}
