import { type Address, type ConversationId, partsOf } from "./address.ts";
import type { Person } from "./chat-adapter.ts";

/** viewer: reads what everyone may know. operator: asks about people and changes what is posted. admin: waives, grants. */
export const roles = ["none", "viewer", "operator", "admin"] as const;
export type Role = (typeof roles)[number];

/** Who may do what, as the settings say: addresses of users, groups and channels. */
export interface Access {
  /** Absent: every member of the workspace, but no guest and nobody from outside. */
  readonly viewers?: readonly Address[] | undefined;
  readonly operators: readonly Address[];
  readonly admins: readonly Address[];
}

/** The role that somebody has, and what gives it. */
export interface Ground {
  readonly role: Role;
  /** The address in the settings; absent for viewers by membership, and for nobody. */
  readonly by?: Address;
}

/**
 * The highest role that the person has in this conversation, and why. What a channel is given, only members have who speak
 * in it: guests and people from outside are in channels too.
 */
export function groundOf(person: Person, conversation: ConversationId, access: Access): Ground {
  const sure = person.member && !person.presumed;
  const own: readonly Address[] = [person.id, ...person.groups.filter(isGroup)];
  const named = (addresses: readonly Address[], there: boolean) =>
    addresses.find(
      (address) =>
        own.includes(address) || (there && isChannel(address) && address === conversation),
    );
  const admin = named(access.admins, sure);
  if (admin) return { role: "admin", by: admin };
  const operator = named(access.operators, sure);
  if (operator) return { role: "operator", by: operator };
  const viewer = access.viewers && named(access.viewers, person.member);
  if (viewer) return { role: "viewer", by: viewer };
  return { role: !access.viewers && person.member ? "viewer" : "none" };
}

export const roleOf = (...asked: Parameters<typeof groundOf>): Role => groundOf(...asked).role;

const isGroup = (address: Address): boolean => partsOf(address).kind === "group";
const isChannel = (address: Address): boolean => partsOf(address).kind === "channel";

/** Every address that is given a role, once. */
export function addressesIn({ viewers = [], operators, admins }: Access): readonly Address[] {
  return [...new Set([...admins, ...operators, ...viewers])];
}

/** Every group that is given a role. */
export const groupsIn = (access: Access): readonly Address[] => addressesIn(access).filter(isGroup);

/** The settings name nobody who may do more than look. */
export const isUnclaimed = ({ operators, admins }: Access): boolean =>
  operators.length + admins.length === 0;

export function allows(has: Role, needs: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needs);
}

/** The settings line that would give the person the role: to be added to what is there. */
export function grantOf(person: Person, role: Role): string {
  return `access: { ${role}s: [${JSON.stringify(person.id)}] }`;
}
