import { type Delivered, newId, type Oddities, type Sending } from "./driver.ts";
import type { Identity } from "./methods/method.ts";
import { eventPayload } from "./payloads.ts";

/** Somebody as Slack knows them: a member of the workspace in Berlin, unless told otherwise. */
export interface FakePerson {
  readonly name: string;
  readonly realName: string;
  readonly zone: string | undefined;
  /** Their own workspace. */
  readonly team: string;
  readonly is:
    | "member"
    | "guest"
    | "single-channel guest"
    | "stranger"
    | "bot"
    | "deleted"
    | "unseen";
}

export interface FakeGroup {
  readonly users: readonly string[];
  readonly disabled: boolean;
}

/** Who is in the workspace, and in which of its user groups. */
export function createRoster({ team, botUser }: Identity) {
  const people = new Map<string, Partial<FakePerson>>([[botUser, { is: "bot" }]]);
  const groups = new Map<string, FakeGroup>();
  return {
    groups,
    person: (id: string): FakePerson => ({
      name: id.slice(1).toLowerCase(),
      realName: "",
      zone: "Europe/Berlin",
      team,
      is: "member",
      ...people.get(id),
    }),
    set: (id: string, given: Partial<FakePerson>) =>
      void people.set(id, { ...people.get(id), ...given }),
  };
}

export type Roster = ReturnType<typeof createRoster>;

/** What an administrator of the workspace does with people and user groups. */
export function createRosterKeyboard(given: {
  readonly roster: Roster;
  readonly identity: Identity;
  send(sending: Sending, odd?: Oddities): Promise<Delivered>;
}) {
  const { roster, identity, send } = given;
  const usersOf = (id: string) => roster.groups.get(id)?.users ?? [];

  function set(id: string, users: readonly string[], disabled = false): void {
    roster.groups.set(id, { users, disabled });
  }

  function changed(id: string, more: { added_users?: string[]; removed_users?: string[] }) {
    const { added_users: added = [], removed_users: removed = [] } = more;
    const event = {
      type: "subteam_members_changed",
      subteam_id: id,
      team_id: identity.team,
      date_previous_update: 1_700_000_000,
      date_update: 1_700_000_001,
      added_users: added,
      added_users_count: String(added.length),
      removed_users: removed,
      removed_users_count: String(removed.length),
      event_ts: `1700000001.${newId()}`,
    };
    return send(eventPayload(event, identity));
  }

  return {
    setPerson: roster.set,
    /** Without a word to the bot: its event is lost, or was before the bot. */
    setGroup: (id: string, users: readonly string[]) => set(id, users),
    /** The same. */
    removeGroup: (id: string) => void roster.groups.delete(id),
    joinGroup(id: string, user: string): Promise<Delivered> {
      set(id, [...usersOf(id), user]);
      return changed(id, { added_users: [user] });
    },
    leaveGroup(id: string, user: string): Promise<Delivered> {
      set(
        id,
        usersOf(id).filter((one) => one !== user),
      );
      return changed(id, { removed_users: [user] });
    },
    disableGroup(id: string): Promise<Delivered> {
      const users = usersOf(id);
      set(id, users, true);
      const subteam = {
        ...groupPayload(id, { users, disabled: true }, identity.team),
        users: users.slice(0, 500),
      };
      return send(eventPayload({ type: "subteam_updated", subteam }, identity));
    },
  };
}

export function groupPayload(id: string, { users, disabled }: FakeGroup, team: string) {
  return {
    id,
    team_id: team,
    is_usergroup: true,
    is_subteam: true,
    name: `Group ${id}`,
    handle: id.toLowerCase(),
    description: "",
    is_external: false,
    date_create: 1_600_000_000,
    date_update: 1_700_000_000,
    date_delete: disabled ? 1_700_000_000 : 0,
    auto_type: null,
    created_by: "UADMIN",
    user_count: users.length,
  };
}
