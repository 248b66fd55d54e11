import type { Delivered, Oddities, Sending } from "./driver.ts";
import type { Identity } from "./methods/method.ts";
import { type Actor, eventPayload } from "./payloads.ts";
import type { ChannelState, World } from "./world.ts";

/** What someone does to a channel, or to the app: the workspace changes, and the bot is told of it as Slack tells. */
export function createChannelKeyboard(options: {
  readonly world: World;
  readonly identity: Identity;
  readonly person: Actor;
  readonly settings: { revoked: boolean };
  send(sending: Sending, odd?: Oddities): Promise<Delivered>;
}) {
  const { world, identity, person, settings, send } = options;
  const { botUser, team } = identity;
  const set = (id: string, state: ChannelState) => void world.channels.set(id, state);
  const happens = (event: Readonly<Record<string, unknown>>): Promise<Delivered> =>
    send(eventPayload({ event_ts: `${Date.now() / 1000}`, ...event }, identity));

  return {
    /** Someone invites the bot; without an inviter an integration did it. */
    invite(channel: string, inviter: string | undefined = person.user): Promise<Delivered> {
      set(channel, "open");
      const by = inviter ? { inviter } : {};
      return happens({
        type: "member_joined_channel",
        user: botUser,
        channel,
        channel_type: "C",
        team,
        ...by,
      });
    },
    /** Someone removes the bot from a channel. */
    remove(channel: string): Promise<Delivered> {
      set(channel, "not-a-member");
      return happens({
        type: "member_left_channel",
        user: botUser,
        channel,
        channel_type: "C",
        team,
      });
    },
    archive(channel: string): Promise<Delivered> {
      set(channel, "archived");
      return happens({ type: "channel_archive", channel, user: person.user });
    },
    /** Slack keeps the members of a public channel, so the bot is in it again. */
    unarchive(channel: string): Promise<Delivered> {
      set(channel, "open");
      return happens({ type: "channel_unarchive", channel, user: person.user });
    },
    deleteChannel(channel: string): Promise<Delivered> {
      set(channel, "deleted");
      return happens({ type: "channel_deleted", channel });
    },
    rename(channel: string, name: string): Promise<Delivered> {
      return happens({ type: "channel_rename", channel: { id: channel, name, created: 1 } });
    },
    /** A private channel is shared with another organisation: it gets another id, and its messages keep theirs. */
    changeId(from: string, to: string): Promise<Delivered> {
      set(to, world.channels.get(from) ?? "open");
      set(from, "deleted");
      for (const message of world.messages) {
        if (message.channel === from) Object.assign(message, { channel: to });
      }
      return happens({ type: "channel_id_changed", old_channel_id: from, new_channel_id: to });
    },
    share: (channel: string, connected_team_id = "TOTHER"): Promise<Delivered> =>
      happens({ type: "channel_shared", connected_team_id, channel }),
    /** `others`: it is still shared with somebody else. */
    unshare: (channel: string, { others = false } = {}): Promise<Delivered> =>
      happens({
        type: "channel_unshared",
        previously_connected_team_id: "TOTHER",
        channel,
        is_ext_shared: others,
      }),
    /** The app is removed from the workspace: from then on Slack refuses its token, whatever it is used for. */
    async uninstall(): Promise<void> {
      settings.revoked = true;
      await happens({ type: "tokens_revoked", tokens: { oauth: [], bot: [botUser] } });
      await happens({ type: "app_uninstalled" });
    },
    /** The operator has installed it again, and the token in the settings works. */
    install(): void {
      settings.revoked = false;
    },
  };
}
