import { addressOf, type PersonId, partsOf } from "../../src/core/address.ts";
import type { Person } from "../../src/core/chat-adapter.ts";
import { type Clock, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import { createLookup, type Failure, type Lookups, together } from "../../src/core/lookup.ts";
import type { Records } from "../../src/core/records.ts";
import type { ChannelKnown, GroupKnown, Roster } from "../../src/core/roster.ts";
import { within } from "../../src/core/within.ts";
import type { Connector } from "./connector.ts";
import type { Directory } from "./directory.ts";
import { unnamed } from "./hear.ts";
import type { Member, Members } from "./members.ts";
import {
  explainTeams,
  notThere,
  ownerWords,
  type People,
  standingIn,
  teamWords,
} from "./people.ts";
import type { References } from "./references.ts";
import { teamGroupsIn } from "./team-groups.ts";

interface Given {
  readonly people: People;
  readonly members: Members;
  readonly references: References;
  readonly directory: Pick<Directory, "find">;
  readonly connector: Pick<Connector, "size">;
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
}

/** Somebody waits for the answer. */
const patienceMs = 2 * SECOND;

/** Who is who in Teams, for those who ask. */
export function createRoster(given: Given): Roster & Lookups {
  const { people, references, directory, connector, clock } = given;
  const sizes = createLookup<number | null>({
    ...given,
    name: "size",
    whom: "Teams",
    explain: explainTeams,
    async ask(team) {
      const where = await references.team(team);
      if (!where) throw notThere;
      return (await connector.size(where, where.conversation)) ?? null;
    },
    freshMs: 5 * MINUTE,
    trustedMs: 10 * MINUTE,
  });

  async function team(id: string): Promise<GroupKnown> {
    const { value, at, failure } = await sizes.of(id);
    return known({ members: failure === "scope" ? undefined : value, at, failure }, teamWords);
  }

  async function owners(id: string): Promise<GroupKnown> {
    const { value, at, failure } = await people.owners(id);
    const members = failure === "scope" ? undefined : value?.length;
    return known({ members, at, failure }, ownerWords);
  }

  return {
    person: async (id, conversation) => {
      const asked = findIn(id, conversation, given).catch(() => undefined);
      const found = await within(asked, { clock, ms: patienceMs });
      return found ? people.seen(found.by, found.standing) : unseen(id, people);
    },
    async group(address) {
      const { teams, owners: owning } = teamGroupsIn([address]);
      const [one] = teams;
      if (one) return team(one.team);
      const [other] = owning;
      return other ? owners(other.team) : {};
    },
    async channel(conversation): Promise<ChannelKnown> {
      const [reference, entry] = await Promise.all([
        references.find(conversation),
        directory.find(conversation),
      ]).catch(() => []);
      return { inside: reference?.state === "here", outsiders: entry?.membership === "shared" };
    },
    ...together([sizes], clock),
  };
}

function known(
  told: { members: number | null | undefined; at: Date | undefined; failure: Failure | undefined },
  words: Readonly<Record<Failure, string>>,
): GroupKnown {
  const { members, at, failure } = told;
  return {
    ...(typeof members === "number" ? { members } : {}),
    ...(failure === "scope" ? { exists: false } : {}),
    ...(at ? { at } : {}),
    ...(failure ? { untold: words[failure] } : {}),
  };
}

/** Asked where the question was put: in its roster, or not known. @throws DeliveryError */
async function findIn(
  id: PersonId,
  conversation: Parameters<References["find"]>[0],
  { references, members }: Pick<Given, "references" | "members">,
): Promise<{ by: Person; standing: ReturnType<typeof standingIn> } | undefined> {
  const where = await references.find(conversation);
  const found = where && (await members.find(where, partsOf(id).id));
  if (!(where && found)) return undefined;
  const { name = unnamed, aadObjectId } = found satisfies Member;
  const person = aadObjectId ? addressOf("teams", "user", aadObjectId.toLowerCase()) : id;
  const by = { id: person, name, groups: [], member: true };
  return { by, standing: standingIn(where, found) };
}

async function unseen(id: PersonId, people: People): Promise<Person> {
  const by = { id, name: unnamed, groups: [], member: true };
  const person = await people.seen(by, undefined);
  return person.presumed
    ? { ...person, untold: { ...person.untold, member: unseenWords } }
    : person;
}

const unseenWords =
  "Teams says nothing of them: they are not in this conversation, and have not spoken to the bot elsewhere.";
