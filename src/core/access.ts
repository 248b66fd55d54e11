import type { Address, ConversationId } from "./address.ts";
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

/** The highest role that the person has in this conversation. */
export function roleOf(person: Person, conversation: ConversationId, access: Access): Role {
  const is = [person.id, conversation, ...person.groups];
  const named = (addresses: readonly Address[]) =>
    addresses.some((address) => is.includes(address));
  if (named(access.admins)) return "admin";
  if (named(access.operators)) return "operator";
  if (access.viewers ? named(access.viewers) : person.member) return "viewer";
  return "none";
}

export function allows(has: Role, needs: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needs);
}

/** The settings line that would give the person the role: to be added to what is there. */
export function grantOf(person: Person, role: Role): string {
  return `access: { ${role}s: [${JSON.stringify(person.id)}] }`;
}
