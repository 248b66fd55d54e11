import { addressOf, type ConversationId } from "../../src/core/address.ts";
import { type Clock, HOUR } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { Records } from "../../src/core/records.ts";
import type { TeamsActivity } from "./activity.ts";
import type { Connector, Membership, TeamChannel } from "./connector.ts";
import { referenceOf } from "./hear.ts";
import type { Reference, References } from "./references.ts";

/** What is known of a channel beside how it is reached. */
export interface Entry {
  /** As people know it: "ops (Platform)". */
  readonly name: string;
  readonly team: string;
  /** Who is in it: the whole team, some of it, or people of other teams too; undefined where Teams does not say. */
  readonly membership?: Membership;
}

/** The channels of the teams that the app was added to. Read when a team is heard of, and again after what may change them. */
export interface Directory {
  /** Looks whether there is something to read. Returns at once; never throws. */
  hear(activity: TeamsActivity): void;
  find(conversation: ConversationId): Promise<Entry | undefined>;
}

/** Events after which a team's channels are not what they were. */
const telling = /^(?:channel|team)(?:Created|Renamed|Restored|Deleted|Shared|Unshared)$/u;
/** How often a team is looked at that is heard of all the time. */
const staleMs = HOUR;

export function createDirectory(given: {
  connector: Pick<Connector, "channels">;
  references: References;
  records: Records;
  /** The bot can post in this channel after all, where it was to. */
  found(conversation: ConversationId): void;
  clock: Clock;
  log: Log;
}): Directory {
  const { connector, references, records, found, clock, log } = given;
  const readAt = new Map<string, number>();

  async function read(reference: Reference, team: string): Promise<void> {
    const { name, channels } = await connector.channels(reference, team);
    for (const channel of channels) {
      await records.set(key(addressIn(channel)), entryOf(channel, team, name));
      if (isOpen(channel)) await connect(channel, reference);
    }
  }

  /** An app in a team is in each of its standard channels, whether or not anybody spoke to it there. */
  async function connect(channel: TeamChannel, reference: Reference): Promise<void> {
    const conversation = addressIn(channel);
    if (await references.find(conversation)) return;
    await references.keep(conversation, {
      ...reference,
      conversation: channel.id,
      kind: "channel",
      listed: true,
    });
    if (references.wasMissed(conversation)) found(conversation);
  }

  function isDue(team: string, event: string): boolean {
    return telling.test(event) || (readAt.get(team) ?? 0) < clock.now().getTime() - staleMs;
  }

  return {
    hear(activity) {
      const { team, eventType = "" } = activity.channelData ?? {};
      if (!team || !isDue(team.id, eventType)) return;
      readAt.set(team.id, clock.now().getTime());
      read({ ...referenceOf(activity), team: team.id }, team.id).catch((error: unknown) => {
        log.warn({ err: error }, "Teams did not tell which channels a team has");
      });
    },
    find: (conversation) => records.get<Entry>(key(conversation)),
  };
}

const addressIn = ({ id }: TeamChannel): ConversationId => addressOf("teams", "channel", id);
const isOpen = ({ membership = "standard" }: TeamChannel): boolean => membership === "standard";

function entryOf(
  { name = "General", membership }: TeamChannel,
  team: string,
  teamName: string | undefined,
): Entry {
  return {
    name: teamName ? `${name} (${teamName})` : name,
    team,
    ...(membership ? { membership } : {}),
  };
}

const key = (conversation: ConversationId): string => `channel/${conversation}`;
