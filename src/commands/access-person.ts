import { groupsOf } from "../core/access-why.ts";
import { addressOf, isAddress, type PersonId, partsOf } from "../core/address.ts";
import type { Person } from "../core/chat-adapter.ts";
import type { CommandContext } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { excerpt, oneLine } from "../core/excerpt.ts";
import { type Block, list, note, text } from "../core/message.ts";

/** Somebody's id by what was written: a mention, an address, or the platform's own id. @throws UserError */
export function personNamed(written: string, { by }: CommandContext): PersonId {
  return written.toLowerCase() === "me" ? by.id : idOf(written, partsOf(by.id).platform);
}

/** What the platform says of them. @throws UserError */
export async function lookUp(id: PersonId, { from, roles }: CommandContext): Promise<Person> {
  const person = await roles.person(id, from.conversation);
  if (person) return { ...person, name: excerpt(oneLine(person.name), 60) };
  throw new UserError("Nobody can be looked up here: the platform is off.");
}

function idOf(written: string, platform: string): PersonId {
  const id = written.replace(/^@/u, "");
  if (!isAddress(id)) return addressOf(platform, "user", id);
  const parts = partsOf(id);
  if (parts.kind !== "user") {
    throw new UserError(`"${id}" is nobody; name a person, like who:${platform}:user:<id>.`);
  }
  if (parts.platform === platform) return id;
  throw new UserError(
    `"${id}" is on another platform: ask there, since what they may do goes by where they speak.`,
  );
}

/** Who was meant, and in which groups of the settings they are. */
export function sayPerson(person: Person, { roles }: CommandContext): readonly Block[] {
  const groups = groupsOf(person, roles.settings);
  return [
    text(["They are ", { code: person.id }, `: ${standingOf(person)}.`]),
    ...(groups.length > 0 ? [text("They are in these groups:"), list(groups)] : []),
    ...(groups.length === 0 && !person.untold?.groups
      ? [note("They are in no group that access names.")]
      : []),
  ];
}

function standingOf({ member, presumed }: Person): string {
  if (presumed) return "nobody has said whether they are a member, so they may only look";
  return member ? "a member of the workspace" : "a guest, from outside, or nobody known there";
}
