import { type Access, addressesIn } from "../../src/core/access.ts";
import { accessFindings } from "../../src/core/access-findings.ts";
import type { Person } from "../../src/core/chat-adapter.ts";
import { MINUTE } from "../../src/core/clock.ts";
import type { LookedAt, RolesDesk } from "../../src/core/roster.ts";
import { ada } from "../../test/fakes/context.ts";
import { ago } from "./night.ts";

/** May do everything. */
export const lin: Person = { ...ada, id: "local:user:lin", name: "Lin" };
/** May only look. */
export const grace: Person = { ...ada, id: "local:user:grace", name: "Grace" };
const oncall = "local:group:oncall";
/** An operator by the group of those on call. */
export const bob: Person = { ...ada, id: "local:user:bob", name: "Bob", groups: [oncall] };
/** A guest, who has no role. */
export const eve: Person = { ...ada, id: "local:user:eve", name: "Eve", member: false };

export const access: Access = {
  operators: [ada.id, oncall, "local:channel:war-room"],
  admins: [lin.id],
};

/** The same, with what gives nobody anything. */
export const muddled: Access = {
  ...access,
  operators: [...access.operators, "local:group:night-shift", "teams:channel:19:ops@thread.tacv2"],
};

/** Settings that name nobody. */
export const unclaimed: Access = { operators: [], admins: [] };

const seen: readonly LookedAt[] = [
  { address: oncall, group: { exists: true, members: 6, at: ago(2 * MINUTE) } },
  { address: "local:group:night-shift", group: { exists: false } },
  { address: "local:channel:war-room", channel: { inside: true } },
];

export function rolesIn(settings: Access): RolesDesk {
  const people = [ada, lin, grace, bob, eve];
  const on = ["local", "slack"];
  return {
    settings,
    person: async (id) => people.find((person) => person.id === id),
    async look() {
      const known = seen.filter(({ address }) => addressesIn(settings).includes(address));
      return { seen: known, findings: accessFindings(settings, { on, seen: known }) };
    },
  };
}
