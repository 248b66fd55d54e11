const channels = ["channels:read"] as const;
const groups = ["groups:read"] as const;
const both = [...channels, ...groups] as const;
const userGroups = ["usergroups:read"] as const;

/**
 * Which scope lets an event in, after Slack's own specification of its events and the page of each; of several, any one
 * does, for the channels that it is about.
 */
export const eventScopes: Readonly<Record<string, readonly string[]>> = {
  app_home_opened: [],
  app_mention: ["app_mentions:read"],
  app_uninstalled: [],
  tokens_revoked: [],
  channel_archive: channels,
  channel_deleted: channels,
  channel_id_changed: both,
  channel_left: channels,
  channel_rename: channels,
  channel_shared: both,
  channel_unarchive: channels,
  channel_unshared: both,
  group_archive: groups,
  group_deleted: groups,
  group_left: groups,
  group_rename: groups,
  group_unarchive: groups,
  member_joined_channel: both,
  member_left_channel: both,
  subteam_created: userGroups,
  subteam_members_changed: userGroups,
  subteam_updated: userGroups,
  user_change: ["users:read"],
};
