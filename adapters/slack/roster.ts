import type { webApi } from "@slack/bolt";
import { partsOf } from "../../src/core/address.ts";
import { type Clock, MINUTE } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import { createLookup, type Lookups, together } from "../../src/core/lookup.ts";
import type { Records } from "../../src/core/records.ts";
import type { ChannelKnown, Roster } from "../../src/core/roster.ts";
import { slackCodeOf } from "./errors.ts";
import { explain, groupWords, type People } from "./people.ts";
import { closed } from "./reach.ts";

/** Who is who in Slack, for those who ask; what was asked of late is not asked again. */
export function createRoster(given: {
  client: Pick<webApi.WebClient, "conversations">;
  people: Pick<People, "complete" | "memberships">;
  records: Records;
  clock: Clock;
  log: Log;
}): Roster & Lookups {
  const { client, people, clock } = given;
  const places = createLookup<ChannelKnown>({
    ...given,
    name: "place",
    whom: "Slack",
    explain,
    ask: (channel) => askPlace(channel, client.conversations),
    freshMs: MINUTE,
    trustedMs: 5 * MINUTE,
  });

  return {
    async person(id) {
      const person = await people.complete({ id, name: someone, groups: [], member: true });
      const isKnown = person.member || person.untold !== undefined || person.name !== someone;
      return isKnown ? person : { ...person, untold: { member: unknownWords } };
    },
    async group(address) {
      const { value, at, failure } = await people.memberships();
      if (failure === "scope") return { untold: groupWords.scope };
      const users = value?.[partsOf(address).id];
      return {
        ...(users ? { members: users.length } : {}),
        ...(value ? { exists: users !== undefined } : {}),
        ...(at ? { at } : {}),
        ...(failure ? { untold: groupWords[failure] } : {}),
      };
    },
    channel: async (address) => (await places.of(partsOf(address).id)).value ?? {},
    ...together([places], clock),
  };
}

const someone = "someone in Slack";
const unknownWords =
  "Slack knows nobody of that id: mention them, or give the member ID of their profile, like U0123ABCD.";

/** @throws what the SDK throws. */
async function askPlace(
  channel: string,
  { info }: webApi.WebClient["conversations"],
): Promise<ChannelKnown> {
  try {
    const { channel: found } = await info({ channel });
    const inside = found?.is_member !== false && !found?.is_archived;
    return { inside, outsiders: found?.is_ext_shared === true };
  } catch (error) {
    if (closed.has(slackCodeOf(error) ?? "")) return { inside: false };
    throw error;
  }
}
