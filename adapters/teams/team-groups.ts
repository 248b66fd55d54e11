import { type Address, partsOf } from "../../src/core/address.ts";

/** A group of the settings that is a team: all who are in it, or those who own it. */
export interface TeamGroup {
  readonly address: Address;
  /** The team's group id in Entra ID, or its thread id `19:…`. */
  readonly team: string;
}

const ownersMark = "/owners";

/** Which teams, and whose owners, give a role: of others nobody is asked. */
export function teamGroupsIn(groups: readonly Address[]): {
  readonly teams: readonly TeamGroup[];
  readonly owners: readonly TeamGroup[];
} {
  const named = groups
    .map((address) => ({ address, ...partsOf(address) }))
    .filter(({ platform, kind }) => platform === "teams" && kind === "group");
  const owners = named.filter(({ id }) => id.endsWith(ownersMark));
  return {
    teams: named
      .filter((one) => !owners.includes(one))
      .map(({ address, id }) => ({ address, team: id })),
    owners: owners.map(({ address, id }) => ({ address, team: id.slice(0, -ownersMark.length) })),
  };
}
