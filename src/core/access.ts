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

/**
 * The highest role that the person has in this conversation. What a channel is given, only members have who speak in it:
 * guests and people from outside are in channels too.
 */
export function roleOf(person: Person, conversation: ConversationId, access: Access): Role {
  const sure = person.member && !person.presumed;
  const own: readonly Address[] = [person.id, ...person.groups.filter(isGroup)];
  const named = (addresses: readonly Address[], there: boolean) =>
    addresses.some(
      (address) =>
        own.includes(address) || (there && isChannel(address) && address === conversation),
    );
  if (named(access.admins, sure)) return "admin";
  if (named(access.operators, sure)) return "operator";
  if (access.viewers ? named(access.viewers, person.member) : person.member) return "viewer";
  return "none";
}

const isGroup = (address: Address): boolean => partsOf(address).kind === "group";
const isChannel = (address: Address): boolean => partsOf(address).kind === "channel";

/** Every group that is given a role. */
export function groupsIn({ viewers = [], operators, admins }: Access): readonly Address[] {
  return [...new Set([...viewers, ...operators, ...admins])].filter(isGroup);
}

export function allows(has: Role, needs: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needs);
}

/** The settings line that would give the person the role: to be added to what is there. */
export function grantOf(person: Person, role: Role): string {
  return `access: { ${role}s: [${JSON.stringify(person.id)}] }`;
}
