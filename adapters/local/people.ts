import { addressOf, partsOf } from "../../src/core/address.ts";
import type { Answer, Person } from "../../src/core/chat-adapter.ts";
import type { Roster } from "../../src/core/roster.ts";
import { isName, platform } from "./names.ts";

/** Who is who on the page, as the settings say: nobody else knows. */
export interface PeopleSettings {
  readonly groups?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly guests?: readonly string[] | undefined;
}

export interface People {
  /** The same answers, to people of whom it is known who they are now, also after a restart with other settings. */
  knowing(answer: Answer): Answer;
  readonly roster: Roster;
}

export function createPeople({ groups = {}, guests = [] }: PeopleSettings): People {
  function known(person: Person): Person {
    const name = partsOf(person.id).id;
    const names = Object.entries(groups).filter(([, people]) => people.includes(name));
    const inGroups = names.map(([group]) => addressOf(platform, "group", group));
    return { ...person, groups: inGroups, member: !guests.includes(name) };
  }

  return {
    knowing: (answer) =>
      async function* (invocation) {
        yield* answer({ ...invocation, by: known(invocation.by) });
      },
    roster: {
      person: async (id) => known({ id, name: partsOf(id).id, groups: [], member: true }),
      async group(address) {
        const group = partsOf(address).id;
        const people = Object.hasOwn(groups, group) ? groups[group] : undefined;
        return people ? { exists: true, members: new Set(people).size } : { exists: false };
      },
      channel: async (address) => ({ inside: isName(partsOf(address).id) }),
    },
  };
}
