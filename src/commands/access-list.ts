import { type Address, partsOf } from "../core/address.ts";
import type { CommandContext } from "../core/command.ts";
import { type Block, heading, list, note, type Span, type Text, text } from "../core/message.ts";
import type { AccessFinding, ChannelKnown, GroupKnown, LookedAt } from "../core/roster.ts";
import { sayCount } from "../core/say.ts";

/** Addresses shown for each role, and findings; the rest is counted. */
const most = 15;

/** Who has which role on this platform, what is known of them, and what gives nobody anything. */
export async function whoHasWhat(context: CommandContext): Promise<readonly Block[]> {
  const { seen, findings } = await context.roles.look();
  return [heading("Who has which role here"), ...rolesBlocks(seen, context), ...problems(findings)];
}

function rolesBlocks(seen: readonly LookedAt[], context: CommandContext): readonly Block[] {
  const { viewers = [], operators, admins } = context.roles.settings;
  const lists = [
    ["admin", admins],
    ["operator", operators],
    ["viewer", viewers],
  ] as const;
  const { platform } = partsOf(context.by.id);
  const items = lists.flatMap(([role, addresses]) =>
    [...new Set(addresses)]
      .filter((address) => partsOf(address).platform === platform)
      .map((address) => sayAddress(role, address, seen, context)),
  );
  const others = new Set(lists.flatMap(([, addresses]) => addresses)).size - items.length;
  if (items.length === 0)
    return [text("Access names nobody of this platform."), ...elsewhere(others)];
  const more = items.length - most;
  return [
    list(items.slice(0, most)),
    ...(more > 0 ? [note(`and ${more} more`)] : []),
    ...elsewhere(others),
  ];
}

const elsewhere = (count: number): readonly Block[] =>
  count > 0
    ? [note(`Access also names ${sayCount(count, "address", "addresses")} of other platforms.`)]
    : [];

function sayAddress(
  role: string,
  address: Address,
  seen: readonly LookedAt[],
  { from }: CommandContext,
): Text {
  const { group, channel } = seen.find((one) => one.address === address) ?? {};
  const known = group ? sayGroup(group) : channel ? sayChannel(channel) : onePerson(address);
  const here = address === from.conversation ? " (this one)" : "";
  return [{ bold: role }, ": ", { code: address }, `${here} – `, ...known];
}

/** By their name, where the platform shows it to one reader alone. */
const onePerson = (address: Address): readonly Span[] => [
  { who: [address], more: 0, name: "one person" },
];

function sayGroup({ members, exists, at, untold }: GroupKnown): readonly Span[] {
  const count =
    members === undefined ? "a group" : `a group of ${sayCount(members, "person", "people")}`;
  const words = exists === false ? "no group that is known" : count;
  return [words, ...(at ? [", as of ", { time: at }] : []), ...(untold ? [`. ${untold}`] : [])];
}

function sayChannel({ inside, outsiders }: ChannelKnown): readonly Span[] {
  if (inside === false) return ["a channel that the bot is not in"];
  return [`members who speak in that channel${outsiders ? "; outsiders are in it" : ""}`];
}

function problems(findings: readonly AccessFinding[]): readonly Block[] {
  if (findings.length === 0) return [];
  const more = findings.length - most;
  return [
    heading("What to mend in access"),
    list(
      findings
        .slice(0, most)
        .map(({ address, problem, fix }) => [{ code: address }, ` ${problem}. What to do: ${fix}`]),
    ),
    ...(more > 0 ? [note(`and ${more} more`)] : []),
  ];
}
