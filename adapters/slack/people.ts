import type { webApi } from "@slack/bolt";
import { type Address, addressOf, partsOf } from "../../src/core/address.ts";
import type { Answer, Bot, Person } from "../../src/core/chat-adapter.ts";
import { type Clock, MINUTE } from "../../src/core/clock.ts";
import type { Forms } from "../../src/core/forms.ts";
import type { Log } from "../../src/core/log.ts";
import {
  createLookup,
  type Failing,
  type Failure,
  type Known,
  type Lookups,
  together,
} from "../../src/core/lookup.ts";
import type { Records } from "../../src/core/records.ts";
import { deliveryErrorOf, slackCodeOf } from "./errors.ts";
import { askMemberships, changeOf, type Memberships } from "./user-groups.ts";
import { askProfile, type Profile } from "./users.ts";

/** Who people are, beyond what comes with a line: members or guests, in which groups, in which zone. */
export interface People extends Lookups {
  /** The same bot, which knows whom it answers. */
  knowing(bot: Bot): Bot;
  /** What an event says of a user group. */
  regroup(body: unknown): void;
  /** Somebody as they would be known if they spoke. Never rejects. */
  complete(by: Person): Promise<Person>;
  /** Who is in the groups that give a role. Never rejects. */
  memberships(): Promise<Known<Memberships>>;
}

/** All groups are asked for at once. */
const everyGroup = "all";

export function createPeople(given: {
  client: Pick<webApi.WebClient, "users" | "usergroups">;
  /** The id of our workspace. */
  team(): Promise<string | undefined>;
  /** Groups that give a role. Of others nobody needs to know who is in them. */
  groups: readonly Address[];
  records: Records;
  clock: Clock;
  log: Log;
}): People {
  const { client, team, clock, log } = given;
  const named = given.groups
    .map(partsOf)
    .filter(({ platform, kind }) => platform === "slack" && kind === "group")
    .map(({ id }) => id);
  const asking = { ...given, whom: "Slack", explain };
  const users = createLookup<Profile>({
    ...asking,
    name: "person",
    ask: async (user) => askProfile({ user, team: await team() }, client.users),
    freshMs: 5 * MINUTE,
    trustedMs: 10 * MINUTE,
  });
  const groups = createLookup<Memberships>({
    ...asking,
    name: "groups",
    ask: () => askMemberships(named, client.usergroups),
    freshMs: 2 * MINUTE,
    trustedMs: 5 * MINUTE,
  });

  const memberships = async (): Promise<Known<Memberships>> =>
    named.length > 0 ? groups.of(everyGroup) : { value: {} };

  async function complete(by: Person): Promise<Person> {
    const user = partsOf(by.id).id;
    const [profile, inGroups] = await Promise.all([users.of(user), memberships()]);
    const person = personOf(by, profile, inGroups);
    if (person.presumed) log.warn({ user: by.id }, "somebody counts as a member, unasked");
    return person;
  }

  const completing = (answer: Answer): Answer =>
    async function* (invocation) {
      yield* answer({ ...invocation, by: await complete(invocation.by) });
    };

  /** A form is checked while Slack waits: in the zone of whoever fills it in, as far as that is known already. */
  const filling = (forms: Forms): Forms => ({
    ...forms,
    check(command, answers, said) {
      const zone = zoneIn(users.recall(partsOf(said.by.id).id));
      return forms.check(command, answers, { ...said, by: { ...said.by, ...zone } });
    },
  });

  return {
    knowing(bot) {
      const { forms } = bot;
      return {
        ...bot,
        answer: completing(bot.answer),
        ...(forms ? { forms: filling(forms) } : {}),
      };
    },
    complete,
    memberships,
    regroup: (body) => groups.doubt(everyGroup, changeOf(body)),
    ...together([users, groups], clock),
  };
}

const noPermission: ReadonlySet<string> = new Set(["missing_scope", "no_permission"]);

/** What an error of Slack's means for what was asked about people and places. */
export function explain(error: unknown): Failing {
  const code = slackCodeOf(error);
  const { outcome, retryAfterMs } = deliveryErrorOf(error, "Slack");
  const barred = code !== undefined && noPermission.has(code);
  const kind = barred ? "barred" : outcome === "throttled" ? "throttled" : "passing";
  return { cause: code ?? outcome, kind, retryAfterMs };
}

function personOf(by: Person, profile: Known<Profile>, memberships: Known<Memberships>): Person {
  const user = partsOf(by.id).id;
  const { value } = profile;
  const groups = Object.entries(countedOf(memberships))
    .filter(([, users]) => users.includes(user))
    .map(([id]) => addressOf("slack", "group", id));
  return {
    ...by,
    name: value?.name || by.name,
    ...zoneIn(value),
    groups,
    ...standingOf(by, profile),
    ...untoldOf(by, profile.failure, memberships.failure),
  };
}

/** What the app may not know any more does not count, however well it was known once. */
const countedOf = ({ value, failure }: Known<Memberships>): Memberships =>
  failure === "scope" ? {} : (value ?? {});

/** A door that cannot be looked through is locked; one that sticks for a while keeps nobody from asking how things are. */
function standingOf({ member }: Person, { value, failure }: Known<Profile>) {
  if (!member || failure === "scope") return { member: false };
  return value ? { member: value.member } : { member: true, presumed: true as const };
}

const zoneIn = (profile: Profile | undefined) => (profile?.zone ? { zone: profile.zone } : {});

function untoldOf(by: Person, member: Failure | undefined, groups: Failure | undefined) {
  const untold = {
    ...(member && by.member ? { member: memberWords[member] } : {}),
    ...(groups ? { groups: groupWords[groups] } : {}),
  };
  return Object.keys(untold).length > 0 ? { untold } : {};
}

const memberWords: Readonly<Record<Failure, string>> = {
  scope:
    "The app in Slack was not granted users:read, so members cannot be told from guests. Install it again from Watchpost's manifest, or name the viewers in access.",
  now: "Slack cannot be asked now who is a member and who a guest.",
};

export const groupWords: Readonly<Record<Failure, string>> = {
  scope:
    "The app in Slack was not granted usergroups:read, so it is not known who is in a user group. Install it again from Watchpost's manifest.",
  now: "Slack cannot be asked now who is in which user group; what it said last counts.",
};
