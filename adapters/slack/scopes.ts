/** Why a scope is asked for, and what is missed without it. */
export interface Scope {
  /** What it is for, in words that follow "to" or name it: for tables. */
  readonly why: string;
  /** A sentence: what does not work where it was not granted. */
  readonly without: string;
}

/** Every scope that the bot asks of Slack: the manifests, `doctor` and the documents are made from it. */
export const scopes: Readonly<Record<string, Scope>> = {
  "app_mentions:read": {
    why: "lines that begin with a mention of the bot",
    without: "Mentions of the bot are not answered.",
  },
  "channels:read": {
    why: "to be told when a public channel is archived, deleted or renamed, and when the bot joins or leaves it: a subscription pauses and goes on by that; and to say while somebody subscribes a channel that the bot cannot post there",
    without:
      "Subscriptions in public channels do not pause and go on with the channel, and one that cannot be told says so with the first message only.",
  },
  "chat:write": {
    why: "to post, edit and reply where the bot is a member",
    without: "Nothing can be posted.",
  },
  commands: {
    why: "the slash command",
    without: "The slash command is not answered.",
  },
  "files:write": {
    why: "to show charts as pictures: each is uploaded once, and seen by those who see a message with it; and to hand over the log events that somebody exports, as a direct message to them",
    without:
      "Charts are drawn with characters instead of as pictures, and exported log events cannot be handed over.",
  },
  "groups:read": {
    why: "the same as `channels:read`, for private channels that the bot was invited to",
    without:
      "Subscriptions in private channels do not pause and go on with the channel, and one that cannot be told says so with the first message only.",
  },
  "usergroups:read": {
    why: "to know who is in the user groups that `access` gives a role; others are not looked at",
    without: "Nobody has a role by being in a user group.",
  },
  "users:read": {
    why: "to tell members from guests and people of other workspaces, and in which time zone somebody means a time. E-mail addresses are not asked for",
    without:
      "Members cannot be told from guests, so nobody is a viewer who is not named in access; times are read in digest.timezone.",
  },
};

/** Their names, as Slack sorts them. */
export const scopeNames: readonly string[] = Object.keys(scopes).sort();
