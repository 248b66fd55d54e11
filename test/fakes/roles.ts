import type { Access } from "../../src/core/access.ts";
import { accessFindings } from "../../src/core/access-findings.ts";
import type { Person } from "../../src/core/chat-adapter.ts";
import type { LookedAt, RolesDesk, Roster } from "../../src/core/roster.ts";

/** A platform that knows nobody. */
export const noRoster: Roster = {
  person: async (id) => ({ id, name: "somebody", groups: [], member: true }),
  group: async () => ({}),
  channel: async () => ({}),
};

/** Who may do what, and what platforms say of whom the settings name. */
export function fakeRoles(
  settings: Partial<Access> = {},
  known: {
    readonly seen?: readonly LookedAt[];
    readonly people?: readonly Person[];
    readonly on?: readonly string[];
  } = {},
): RolesDesk {
  const { seen = [], people = [], on = ["local", "slack", "teams"] } = known;
  const access: Access = { operators: [], admins: [], ...settings };
  return {
    settings: access,
    person: async (id) => people.find((person) => person.id === id),
    look: async () => ({ seen, findings: accessFindings(access, { on, seen }) }),
  };
}
