import { type Access, addressesIn } from "./core/access.ts";
import { accessFindings } from "./core/access-findings.ts";
import { type Address, partsOf } from "./core/address.ts";
import type { ChatAdapter } from "./core/chat-adapter.ts";
import type { LookedAt, RolesDesk } from "./core/roster.ts";

/** So many addresses are asked about at a time; nobody reads of more. */
const mostAsked = 50;

/** Joins what the settings say of roles with what each platform says of whom they name. */
export function createRolesDesk(
  settings: Access,
  adapters: readonly Pick<ChatAdapter, "name" | "roster">[],
): RolesDesk {
  const on = adapters.map(({ name }) => name);
  const rosterOf = (address: Address) =>
    adapters.find(({ name }) => name === partsOf(address).platform)?.roster;

  async function lookAt(address: Address): Promise<LookedAt> {
    const { kind } = partsOf(address);
    const roster = rosterOf(address);
    if (!roster || kind === "user") return { address };
    return kind === "group"
      ? { address, group: await roster.group(address) }
      : { address, channel: await roster.channel(address) };
  }

  return {
    settings,
    person: async (id, conversation) => rosterOf(id)?.person(id, conversation),
    async look() {
      const asked = addressesIn(settings).slice(0, mostAsked);
      const seen = await Promise.all(asked.map(lookAt));
      return { seen, findings: accessFindings(settings, { on, seen }) };
    },
  };
}
