import { type Address, type PersonId, partsOf } from "../../src/core/address.ts";
import type { Invocation, Person } from "../../src/core/chat-adapter.ts";
import { type Clock, MINUTE } from "../../src/core/clock.ts";
import { DeliveryError } from "../../src/core/errors.ts";
import type { Log } from "../../src/core/log.ts";
import {
  createLookup,
  type Failing,
  type Failure,
  type Known,
  type Lookup,
  type Lookups,
  together,
} from "../../src/core/lookup.ts";
import type { Records } from "../../src/core/records.ts";
import { explainGraph, GraphError, ownersPermission } from "./graph.ts";
import type { Member, Members } from "./members.ts";
import type { Reference, References } from "./references.ts";
import { type TeamGroup, teamGroupsIn } from "./team-groups.ts";

/** Who people are, beyond what an activity says: members or guests, in which teams, owners of which. */
export interface People extends Lookups {
  /** The same line, by whom it really is. Never rejects. */
  knowing(invocation: Invocation): Promise<Invocation>;
  /** Somebody of whom the roster of a conversation says this; without it, as they were known before. Never rejects. */
  seen(by: Person, standing: Standing | undefined): Promise<Person>;
  /** Who owns a team of the settings. Never rejects. */
  owners(team: string): Promise<Known<readonly string[]>>;
}

/** What Teams' roster says of somebody. */
export interface Standing {
  readonly member: boolean;
  /** Of another organisation: in a shared channel, but in no team. */
  readonly outside: boolean;
}

/** What a conversation's roster says of somebody; of one who is not in it, that they are no member. */
export function standingIn({ tenant }: Pick<Reference, "tenant">, found?: Member): Standing {
  const { userRole = "user", tenantId = tenant } = found ?? {};
  const outside = tenantId.toLowerCase() !== tenant.toLowerCase();
  return { member: found !== undefined && userRole === "user" && !outside, outside };
}

/** Whoever of more people spoke first is asked about again where they speak next. */
const mostSpoke = 5000;

const times = { freshMs: 5 * MINUTE, trustedMs: 10 * MINUTE } as const;

export function createPeople(given: {
  readonly members: Members;
  readonly references: References;
  /** Who owns a team, by their Entra ids in small letters. */
  readonly ownersOf: (team: string) => Promise<readonly string[]>;
  /** Groups that give a role. Of others nobody needs to know who is in them. */
  readonly groups: readonly Address[];
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
}): People {
  const { members, references, ownersOf, log } = given;
  const named = teamGroupsIn(given.groups);
  /** Where each person spoke last: that is where Teams is asked about them. */
  const spoke = new Map<PersonId, Reference>();
  const asking = { ...given, ...times, whom: "Teams", explain: explainTeams };

  const standings = createLookup<Standing>({
    ...asking,
    name: "standing",
    async ask(person) {
      const where = spoke.get(person as PersonId);
      if (!where) throw notThere;
      const found = await members.find(where, await memberOf(person as PersonId));
      return standingIn(where, found);
    },
  });
  const teams = createLookup<boolean>({
    ...asking,
    name: "team",
    async ask(key) {
      const [team = "", person = ""] = key.split(" ");
      const where = await references.team(team);
      if (!where) throw notThere;
      return (await members.find(where, await memberOf(person as PersonId))) !== undefined;
    },
  });
  const owners = createLookup<readonly string[]>({
    ...asking,
    name: "owners",
    whom: "Microsoft Graph",
    explain: explainGraph,
    ask: (team) => ownersOf(team).catch(noOwners),
  });

  /** Teams' own id for somebody, else the Entra id, which it takes as well. */
  async function memberOf(person: PersonId): Promise<string> {
    return (await references.contact(person))?.member ?? partsOf(person).id;
  }

  const groupsOf = grouping(named, { teams, owners });

  return {
    async knowing(invocation) {
      const { by, from } = invocation;
      const where = await references.find(from.conversation).catch(() => undefined);
      if (where) spoke.set(by.id, where);
      if (spoke.size > mostSpoke) spoke.delete(spoke.keys().next().value ?? by.id);
      const [standing, groups] = await Promise.all([standings.of(by.id), groupsOf(by)]);
      const person = personOf(by, standing, groups);
      if (person.presumed) log.warn({ user: by.id }, "somebody counts as a member, unasked");
      return { ...invocation, by: person };
    },
    async seen(by, standing) {
      const [known, groups] = await Promise.all([
        standing ? { value: standing } : standings.known(by.id),
        groupsOf(by),
      ]);
      return personOf(by, known, groups);
    },
    owners: owners.of,
    ...together([standings, teams, owners], given.clock),
  };
}

/** In which groups of the settings somebody is, and what is not known of that. */
function grouping(
  named: ReturnType<typeof teamGroupsIn>,
  known: {
    readonly teams: Pick<Lookup<boolean>, "of">;
    readonly owners: Pick<Lookup<readonly string[]>, "of">;
  },
): (person: Pick<Person, "id">) => Promise<readonly Grouped[]> {
  return ({ id }) => {
    const inTeam = async (group: TeamGroup): Promise<Grouped> => {
      const { value = false, failure } = await known.teams.of(`${group.team} ${id}`);
      return { ...group, in: value && failure !== "scope", words: failure && teamWords[failure] };
    };
    const owning = async (group: TeamGroup): Promise<Grouped> => {
      const { value = [], failure } = await known.owners.of(group.team);
      const words = failure && ownerWords[failure];
      const owns = failure !== "scope" && value.includes(partsOf(id).id.toLowerCase());
      return { ...group, in: owns, words };
    };
    return Promise.all([...named.teams.map(inTeam), ...named.owners.map(owning)]);
  };
}

/** A group that gives a role, and whether somebody is in it. */
interface Grouped extends TeamGroup {
  readonly in: boolean;
  /** What is not known, and why. */
  readonly words: string | undefined;
}

function personOf(by: Person, standing: Known<Standing>, groups: readonly Grouped[]): Person {
  const outside = standing.value?.outside ?? false;
  const words = [...new Set(groups.flatMap((group) => group.words ?? []))].join(" ");
  const untold = {
    ...(by.member && standing.failure ? { member: memberWords } : {}),
    ...(words ? { groups: words } : {}),
  };
  return {
    ...by,
    groups: outside ? [] : groups.filter((group) => group.in).map(({ address }) => address),
    ...standingOf(by, standing),
    ...(Object.keys(untold).length > 0 ? { untold } : {}),
  };
}

/** One who sticks for a while keeps nobody from asking how things are; a role by a channel needs Teams' own word. */
function standingOf({ member }: Person, { value }: Known<Standing>) {
  if (!member) return { member: false };
  return value ? { member: value.member } : { member: true, presumed: true as const };
}

const memberWords = "Teams cannot be asked now who is a member and who a guest.";

export const teamWords: Readonly<Record<Failure, string>> = {
  scope:
    "The app is not in every team that access names, so it is not known who is in them. Add it there.",
  now: "Teams cannot be asked now who is in which team; what it said last counts.",
};

export const ownerWords: Readonly<Record<Failure, string>> = {
  scope: `The app may not read who owns a team that access names. Upload the newest app package, and let an owner of the team add the app there: it asks for ${ownersPermission}.`,
  now: "Microsoft Graph cannot be asked now who owns a team; what it said last counts.",
};

/** A team that is gone has no owners; any other refusal leaves open who they are. @throws */
function noOwners(error: unknown): readonly string[] {
  if (error instanceof GraphError && error.found === "404") return [];
  throw error;
}

/** The bot is not in the team, or was never spoken to there: nobody but an owner of it changes that. */
export const notThere = new DeliveryError("refused", "The app is not in this team.");

export function explainTeams(error: unknown): Failing {
  if (!(error instanceof DeliveryError)) return { cause: "failed", kind: "passing" };
  const { outcome, retryAfterMs } = error;
  const kinds = { refused: "refused", throttled: "throttled" } as const;
  const kind = outcome in kinds ? kinds[outcome as keyof typeof kinds] : "passing";
  return { cause: outcome, kind, retryAfterMs };
}
