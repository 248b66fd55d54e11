import type { LogPlace } from "../core/archive.ts";
import type { CommandContext } from "../core/command.ts";
import { type AccountName, accountsIn } from "../core/log-accounts.ts";
import type { LogEvent } from "../core/log-event.ts";
import { fold } from "../core/log-match.ts";
import { isHash, isUnique } from "../core/log-name-forms.ts";
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
  context: Pick<CommandContext, "archive" | "forgetting">,
): Promise<KnownAs> {
  const names = new Map([[fold(given), given]]);
  const doubtful = new Map<string, string>();
  const first = await besideOf(given, tenants, context);
  if (!isUnique(given) && first.ids.size > 1) return { names: [given], doubtful: [], shared: true };
  // What stands for the name itself is no other name.
  const itself = new Set(tenants.map((tenant) => fold(context.forgetting.keptAs(tenant, given))));
  let open = first.names.filter(({ name }) => !itself.has(fold(name)));
  while (open.length > 0 && names.size < mostNames) {
    const one = surestOf(open);
    const beside = await besideOf(one.name, tenants, context);
    const sure = one.unique || isTheirs(beside, names);
    (sure ? names : doubtful).set(fold(one.name), one.name);
    open = [...open, ...(sure ? beside.names : [])].filter(({ name }) =>
      [names, doubtful, itself].every((known) => !known.has(fold(name))),
    );
  }
  return { names: [...names.values()], doubtful: [...doubtful.values()], shared: false };
}

/** Whose a name is that others may have, is known by the ids: those come first. */
const surestOf = (names: readonly AccountName[]): AccountName =>
  names.find(({ unique }) => unique) ?? (names[0] as AccountName);

/** What events with a name say. */
interface Beside {
  readonly events: readonly LogEvent[];
  /** There are others that were not looked at. */
  readonly more: boolean;
  /** Beside it, about the same account. */
  readonly names: readonly AccountName[];
  /** Those of them that are ids. */
  readonly ids: ReadonlySet<string>;
}

async function besideOf(
  name: string,
  tenants: readonly string[],
  { archive, forgetting }: Pick<CommandContext, "archive" | "forgetting">,
): Promise<Beside> {
  const found = await Promise.all(
    tenants.map(async (tenant) => {
      const events: LogEvent[] = [];
      const { more } = await goThrough(
        { archive, tenant, names: [name], most: mostEvents },
        (page) => events.push(...page),
      );
      const kept = [name, forgetting.keptAs(tenant, name)].map(fold);
      return { events, more, names: events.flatMap((event) => accountOf(kept, event)) };
    }),
  );
  const names = found.flatMap((each) => each.names);
  return {
    events: found.flatMap(({ events }) => events),
    more: found.some(({ more }) => more),
    names,
    ids: new Set(names.filter(isId).map((one) => fold(one.name))),
  };
}

/** Whether no event with a name that is not unique is about somebody else: who has an id there that is not theirs. */
function isTheirs({ events, more }: Beside, names: ReadonlyMap<string, string>): boolean {
  return !more && events.every((event) => isNobodys(event) || isOf(event, names));
}

const isOf = (event: LogEvent, names: ReadonlyMap<string, string>): boolean =>
  [...personsIn(event)].some((name) => isUniqueOrHash(name) && names.has(fold(name)));

const isUniqueOrHash = (name: string): boolean => isUnique(name) || isHash(name);

/** It has no id, as that of a login that failed. */
const isNobodys = (event: LogEvent): boolean => !accountsIn(event).flat().some(isId);

/** E-mail addresses and phone numbers move from one account to another; ids do not. */
const isId = ({ name, unique }: AccountName): boolean =>
  unique && (name.includes("|") || isHash(name));

/** What an event says beside one of these names about the same account. */
const accountOf = (kept: readonly string[], event: LogEvent): readonly AccountName[] =>
  accountsIn(event)
    .filter((account) => account.some(({ name }) => kept.includes(fold(name))))
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

/** Nobody reads a greater number before they press a button. */
const mostCounted = 10_000;

export async function mentionsIn(
  tenant: string,
  names: readonly string[],
  archive: Archive,
): Promise<Mentions> {
  let count = 0;
  const ends: { oldest?: Date | undefined; newest?: Date | undefined } = {};
  const { more } = await goThrough({ archive, tenant, names, most: mostCounted }, (page) => {
    count += page.length;
    ends.newest ??= page[0]?.at;
    ends.oldest = page.at(-1)?.at ?? ends.oldest;
  });
  return { tenant, count, more, oldest: ends.oldest, newest: ends.newest };
}

/** An archive looks for so long at once and says where to go on; whoever asks waits for so many looks. */
const mostLooks = 200;

/** Gives all events that name somebody, the newest first, up to so many. */
async function goThrough(
  {
    archive,
    tenant,
    names,
    most,
  }: {
    readonly archive: Archive;
    readonly tenant: string;
    readonly names: readonly string[];
    readonly most: number;
  },
  take: (events: readonly LogEvent[]) => void,
): Promise<{ readonly more: boolean }> {
  let [left, after]: [number, LogPlace | undefined] = [most, undefined];
  for (let look = 0; look < mostLooks && left > 0; look += 1) {
    const at = { limit: Math.min(left, mostEvents), ...(after ? { after } : {}) };
    const { events, next } = await archive.search(tenant, queryFor(names), at);
    take(events);
    left -= events.length;
    after = next;
    if (!after) return { more: false };
  }
  return { more: true };
}
