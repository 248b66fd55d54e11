import { type FakePerson, groupPayload } from "../roster.ts";
import { Refusal } from "../world.ts";
import type { Answer, Methods, Surroundings } from "./method.ts";

export const people: Methods = {
  "users.info": { scope: "users:read", run: info },
  "usergroups.list": { scope: "usergroups:read", run: list },
  "usergroups.users.list": { scope: "usergroups:read", run: members },
};

function info(form: URLSearchParams, { roster }: Surroundings): Answer {
  const id = form.get("user") ?? "";
  if (!/^[UW][A-Z0-9]+$/.test(id)) throw new Refusal("user_not_found");
  const person = roster.person(id);
  if (person.is === "unseen") throw new Refusal("user_not_visible");
  return { user: userPayload(id, person) };
}

/** Slack leaves out much of people of other workspaces. */
function userPayload(id: string, { name, realName, zone, team, is }: FakePerson): Answer {
  const profile = { display_name: name, real_name: realName || name, team };
  const common = { id, team_id: team, name: id.toLowerCase(), profile, is_bot: is === "bot" };
  if (is === "deleted") return { ...common, deleted: true };
  return {
    ...common,
    deleted: false,
    real_name: realName || name,
    ...(zone ? { tz: zone, tz_label: "Somewhere", tz_offset: 3600 } : {}),
    ...(is === "stranger" ? { is_stranger: true } : {}),
    is_admin: false,
    is_restricted: is === "guest" || is === "single-channel guest",
    is_ultra_restricted: is === "single-channel guest",
    updated: 1_700_000_000,
  };
}

function list(form: URLSearchParams, { roster, identity }: Surroundings): Answer {
  const withUsers = /^(?:true|1)$/.test(form.get("include_users") ?? "");
  const withDisabled = /^(?:true|1)$/.test(form.get("include_disabled") ?? "");
  const usergroups = [...roster.groups]
    .filter(([, { disabled }]) => withDisabled || !disabled)
    .map(([id, group]) => ({
      ...groupPayload(id, group, identity.team),
      ...(withUsers ? { users: group.users.slice(0, mostListed) } : {}),
    }));
  return { usergroups };
}

/** As of a group's own event, of which Slack says so; of the list it says nothing. */
const mostListed = 500;

function members(form: URLSearchParams, { roster }: Surroundings): Answer {
  const group = roster.groups.get(form.get("usergroup") ?? "");
  if (!group) throw new Refusal("no_such_subteam");
  return { users: group.users };
}
