import type { Access } from "./access.ts";
import { type Address, type PersonId, partsOf } from "./address.ts";
import type { Span } from "./message.ts";

const mostNamed = 3;

/** Whom to ask for a role: those of the asker's platform who are named admins, else operators, else whoever runs the bot. */
export function whomToAsk(access: Access, asker: PersonId): Span {
  const [role, all] = [
    ["admins", namable(access.admins, asker)] as const,
    ["operators", namable(access.operators, asker)] as const,
  ].find(([, named]) => named.length > 0) ?? ["", []];
  if (all.length === 0) return "whoever runs Watchpost";
  const who = all.slice(0, mostNamed);
  return { who, more: all.length - who.length, name: `one of Watchpost's ${role}` };
}

/** A channel can be asked nothing, and nobody asks themselves. */
function namable(addresses: readonly Address[], asker: PersonId): readonly Address[] {
  const { platform } = partsOf(asker);
  return addresses.filter((address) => {
    const parts = partsOf(address);
    return parts.platform === platform && parts.kind !== "channel" && address !== asker;
  });
}

/** Those whom a span names and how many more there are, with what goes between: "a, b and 2 more". */
export function joined<Part>(
  { who, more }: { readonly who: readonly Address[]; readonly more: number },
  partOf: (address: Address) => Part,
): readonly (Part | string)[] {
  const last = who.length - 1;
  const named = who.flatMap((address, index) => {
    const before = more === 0 && index === last ? " or " : ", ";
    return index === 0 ? [partOf(address)] : [before, partOf(address)];
  });
  return more > 0 ? [...named, ` and ${more} more`] : named;
}
