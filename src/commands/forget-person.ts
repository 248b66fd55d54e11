import type { CommandContext } from "../core/command.ts";
import { accountsIn, isUnique } from "../core/log-accounts.ts";
import type { LogEvent } from "../core/log-event.ts";
import { fold } from "../core/log-match.ts";
import { personsIn } from "../core/log-persons.ts";

type Archive = Pick<CommandContext["archive"], "search">;

/** Under which names a person's events are kept. */
export interface KnownAs {
  /** The one asked for comes first. */
  readonly names: readonly string[];
  /** Stand beside them, and in events of others too. */
  readonly doubtful: readonly string[];
  /** The one asked for stands beside several people's ids. */
  readonly shared: boolean;
}

/** Nobody has more names; whoever seems to, is several people. */
const mostNames = 30;
/** Events of each name that are looked at: the newest ones. */
const mostEvents = 500;

/**
 * The other names that surely mean the same person: what events say beside the name about the same account, and what they
 * say beside that. A name that others may have too, like one that people chose for themselves, is taken only where no
 * event has it without one that is theirs.
 */
export async function knownAs(
  given: string,
  tenants: readonly string[],
  archive: Archive,
): Promise<KnownAs> {
  const names = new Map([[fold(given), given]]);
  const doubtful = new Map<string, string>();
  const first = await besideOf(given, tenants, archive);
  if (!isUnique(given) && idsIn(first.names).size > 1) {
    return { names: [given], doubtful: [], shared: true };
  }
  const open = [...first.names];
  const judge = async (name: string) => {
    const beside = await besideOf(name, tenants, archive);
    const sure = isUnique(name) || isTheirs(beside.found, names);
    (sure ? names : doubtful).set(fold(name), name);
    return sure ? beside.names : [];
  };
  for (let name = open.shift(); name !== undefined; name = open.shift()) {
    const known = names.has(fold(name)) || doubtful.has(fold(name));
    if (!known && names.size < mostNames) open.push(...(await judge(name)));
  }
  return { names: [...names.values()], doubtful: [...doubtful.values()], shared: false };
}

/** What events with a name say beside it about the same account. */
async function besideOf(name: string, tenants: readonly string[], archive: Archive) {
  const found = await eventsOf(name, tenants, archive);
  return { found, names: found.events.flatMap((event) => accountOf(name, event)) };
}

interface Found {
  readonly events: readonly LogEvent[];
  /** There are others that were not looked at. */
  readonly more: boolean;
}

/** Whether no event with a name that is not unique is about somebody else: who has an id there that is not theirs. */
function isTheirs({ events, more }: Found, names: ReadonlyMap<string, string>): boolean {
  const isSure = (event: LogEvent) => {
    const ids = [...idsIn(personsIn(event))];
    return ids.length === 0 || ids.some((id) => names.has(id));
  };
  return !more && events.every(isSure);
}

const idsIn = (names: Iterable<string>): ReadonlySet<string> =>
  new Set([...names].filter((name) => name.includes("|")).map(fold));

async function eventsOf(
  name: string,
  tenants: readonly string[],
  archive: Archive,
): Promise<Found> {
  const found = await Promise.all(
    tenants.map((tenant) => archive.search(tenant, queryFor([name]), { limit: mostEvents })),
  );
  const more = found.some(({ next }) => next !== undefined);
  return { events: found.flatMap(({ events }) => events), more };
}

/** What an event says beside this name about the same account. */
const accountOf = (name: string, event: LogEvent): readonly string[] =>
  accountsIn(event)
    .filter((account) => account.some((each) => fold(each) === fold(name)))
    .flat();

const queryFor = (names: readonly string[]) =>
  ({ terms: [{ field: "person", values: names }] }) as const;

/** How many events of one tenant name somebody, and when they happened. */
export interface Mentions {
  readonly tenant: string;
  readonly count: number;
  /** Only so many were counted. */
  readonly more: boolean;
  readonly oldest: Date | undefined;
  readonly newest: Date | undefined;
}

const mostPages = 20;

export async function mentionsIn(
  tenant: string,
  names: readonly string[],
  archive: Archive,
): Promise<Mentions> {
  let count = 0;
  let [oldest, newest]: (LogEvent | undefined)[] = [];
  let next: Awaited<ReturnType<Archive["search"]>>["next"];
  for (let page = 0; page < mostPages; page += 1) {
    const at = { limit: mostEvents, ...(next ? { after: next } : {}) };
    const found = await archive.search(tenant, queryFor(names), at);
    count += found.events.length;
    newest ??= found.events[0];
    oldest = found.events.at(-1) ?? oldest;
    next = found.next;
    if (!next) break;
  }
  return { tenant, count, more: next !== undefined, oldest: oldest?.at, newest: newest?.at };
}
