import { type Access, addressesIn } from "./access.ts";
import { type Address, partsOf } from "./address.ts";
import type { AccessFinding, LookedAt } from "./roster.ts";
import { sayList } from "./say.ts";

/** What can be said of the settings alone. `on`: the platforms that are. */
export function settingsFindings(access: Access, on: readonly string[]): readonly AccessFinding[] {
  return addressesIn(access).flatMap((address) => [
    ...offFinding(address, on),
    ...twiceFindings(address, access),
  ]);
}

/** The same with what the platforms say. */
export function accessFindings(
  access: Access,
  { on, seen }: { readonly on: readonly string[]; readonly seen: readonly LookedAt[] },
): readonly AccessFinding[] {
  return [...settingsFindings(access, on), ...seen.flatMap(seenFindings)];
}

function offFinding(address: Address, on: readonly string[]): readonly AccessFinding[] {
  const { platform } = partsOf(address);
  if (on.includes(platform)) return [];
  return [
    {
      address,
      problem: `gives nobody a role: the platform ${platform} is off`,
      fix: `Give the settings a section ${platform}, or take the address out of access. On: ${sayList(on) || "none"}.`,
    },
  ];
}

/** Named again for the same role, or for a lesser one than it has already. */
function twiceFindings(address: Address, access: Access): readonly AccessFinding[] {
  const lists = [
    ["admins", access.admins],
    ["operators", access.operators],
    ["viewers", access.viewers ?? []],
  ] as const;
  const naming = lists.filter(([, addresses]) => addresses.includes(address));
  const twice = naming.filter(
    ([, addresses]) => addresses.indexOf(address) !== addresses.lastIndexOf(address),
  );
  const [[first = ""] = [], ...lesser] = naming;
  return [
    ...twice.map(([list]) => ({
      address,
      problem: `is named twice in access.${list}`,
      fix: "Take one of them out; nothing changes by it.",
    })),
    ...lesser.map(([list]) => ({
      address,
      problem: `is named in access.${list}, which adds nothing: it is in access.${first}, too`,
      fix: `Take it out of access.${list}, or out of access.${first} if that is too much.`,
    })),
  ];
}

function seenFindings({ address, group, channel }: LookedAt): readonly AccessFinding[] {
  const problem = (group && groupProblem(group)) ?? (channel && channelProblem(channel));
  return problem ? [{ address, ...problem }] : [];
}

type Problem = Omit<AccessFinding, "address">;

function groupProblem({ exists, members }: NonNullable<LookedAt["group"]>): Problem | undefined {
  if (exists === false) {
    return {
      problem: "gives nobody a role: the platform knows no such group, or the bot is not in it",
      fix: "Compare the id with the group's, and see that the app is where the group is.",
    };
  }
  if (members !== 0) return undefined;
  return {
    problem: "gives nobody a role: nobody is in it",
    fix: "Put people into the group, or take it out of access.",
  };
}

function channelProblem({
  inside,
  outsiders,
}: NonNullable<LookedAt["channel"]>): Problem | undefined {
  if (inside === false) {
    return {
      problem:
        "gives nobody a role: the bot is not in that channel, so nobody can speak to it there",
      fix: "Invite the bot to the channel, compare the id, or take it out of access.",
    };
  }
  if (!outsiders) return undefined;
  return {
    problem:
      "is shared with people from outside, who have no role by it; members have, before their eyes",
    fix: "Name a channel of your own people alone, or a group.",
  };
}
