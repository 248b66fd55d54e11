import { type Access, type Ground, type Role, roles } from "./access.ts";
import { type Address, type ConversationId, partsOf } from "./address.ts";
import type { Person } from "./chat-adapter.ts";
import { type Span, spansOf, type Text } from "./message.ts";
import { sayCount } from "./say.ts";

/** Whom the words are about: whoever reads them, or somebody else. */
export type Pronoun = "you" | "they";

/** Reasons shown for one role; the rest is counted. */
const most = 6;

const them = (they: Pronoun): string => (they === "you" ? "you" : "them");

/** What gives somebody their role: words that follow a colon. */
export function sayGround(
  { role, by }: Ground,
  person: Person,
  access: Access,
  they: Pronoun,
): Text {
  if (by) return sayNamed(role, by, they);
  if (role === "viewer") {
    return `every member of the workspace is a viewer while access has no list of viewers, and ${they} ${person.presumed ? "count as" : "are"} one.`;
  }
  if (access.viewers) return `access names ${sayNeither(they)}.`;
  return `only members of the workspace are viewers, ${they} are a guest or from outside, and access names ${sayNeither(they)}.`;
}

const sayNeither = (they: Pronoun): string =>
  `neither ${them(they)} nor a group that ${they} are in`;

function sayNamed(role: Role, by: Address, they: Pronoun): Text {
  const named: Readonly<Record<string, string>> = {
    user: `, and that is ${them(they)}.`,
    group: `, and ${they} are in that group.`,
    channel: `, which is this conversation, and ${they} are a member of the workspace.`,
  };
  return [`access.${role}s names `, { code: by }, named[partsOf(by).kind] ?? "."];
}

/** The same without naming anybody or anything. */
export function sayGroundOpenly({ by }: Ground): string {
  if (!by) return "without being named in access";
  return { user: "by name", group: "by a group", channel: "by this channel" }[partsOf(by).kind];
}

/** Why somebody has no more than that: one text for each greater role. */
export function whyNotMore(
  person: Person,
  conversation: ConversationId,
  access: Access,
  { role: has, they }: { readonly role: Role; readonly they: Pronoun },
): readonly Text[] {
  return roles.slice(roles.indexOf(has) + 1).map((role): Text => {
    const reasons = reasonsAgainst(role, { person, conversation, access, they });
    return [{ bold: role }, ": ", ...joined(reasons), "."];
  });
}

interface Asked {
  readonly person: Person;
  readonly conversation: ConversationId;
  readonly access: Access;
  readonly they: Pronoun;
}

function reasonsAgainst(role: Role, asked: Asked): readonly Text[] {
  const { person, access, they } = asked;
  const listed = listOf(role, access);
  if (!listed) return [`every member of the workspace is one, and ${they} are none`];
  const { platform } = partsOf(person.id);
  const here = listed.filter((address) => partsOf(address).platform === platform);
  const people = here.filter((address) => partsOf(address).kind === "user");
  const others = here.filter((address) => !people.includes(address));
  if (here.length === 0) return [`access.${role}s names nobody of this platform`];
  return [
    ...(people.length > 0
      ? [`${sayCount(people.length, "person has", "people have")} it by name, not ${them(they)}`]
      : []),
    ...others.map((address) => reasonAgainst(address, asked)),
  ];
}

const listOf = (role: Role, access: Access): readonly Address[] | undefined =>
  ({ none: [], viewer: access.viewers, operator: access.operators, admin: access.admins })[role];

/** A group or a channel that would have given it. */
function reasonAgainst(address: Address, { person, conversation, they }: Asked): Text {
  const name: Span = { code: address };
  if (partsOf(address).kind === "group") return [name, ` gives it, and ${they} are not in it`];
  if (address !== conversation) return [name, " gives it in that channel alone"];
  return person.member
    ? [name, ` gives it to members, and nobody has said yet that ${they} are one`]
    : [name, ` gives it to members, and ${they} are a guest or from outside`];
}

function joined(reasons: readonly Text[]): readonly Span[] {
  const more = reasons.length - most;
  const shown = reasons.slice(0, most);
  const spans = shown.flatMap((reason, index) => [
    ...(index === 0 ? [] : ["; "]),
    ...spansOf(reason),
  ]);
  return more > 0 ? [...spans, `; and ${more} more`] : spans;
}

/** Groups that somebody is in and the settings name: what each gives. */
export function groupsOf(person: Person, access: Access): readonly Text[] {
  return person.groups.flatMap((group): readonly Text[] => {
    const role = roles.findLast((each) => listOf(each, access)?.includes(group));
    return role ? [[{ code: group }, ` gives ${role}, wherever they speak.`]] : [];
  });
}
