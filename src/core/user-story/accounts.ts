import type { LogEvent } from "../log-event.ts";
import { fold } from "../log-match.ts";
import { type About, aboutOf, idNamed, isCall } from "./about.ts";

/** One account of a person, and what the log tells of it. */
export interface Account {
  /** Empty where the log names no account, only an address that was typed. */
  readonly id: string;
  /** As they were written, the newest first. */
  readonly names: readonly string[];
  readonly connection?: string;
  /** Oldest first; what was tried under the same name where no account is, is among them. */
  readonly events: readonly LogEvent[];
}

/** What stands for a name where people are kept as hashes: the same for both. */
export type Kept = (name: string) => string;

interface Told {
  readonly event: LogEvent;
  readonly about: About;
}

/**
 * The accounts that go by this id or name, whoever was active last first. One address may have several: by password, by
 * Google, at two companies. Where the log knows of none, what was tried under that name is one without an id.
 */
export function accountsOf(
  asked: string,
  events: readonly LogEvent[],
  kept: Kept = (name) => name,
): readonly Account[] {
  const wanted = kept(fold(asked));
  const told = [...events].sort(byTime).map((event) => ({ event, about: keptOf(event, kept) }));
  const ids = idsOf(wanted, told);
  // Whoever asks by a name knows it, also where only its hash is kept.
  const said: Kept = (name) => (kept(fold(name)) === wanted ? asked : name);
  const accounts = ids
    .map((id) => accountOf(id, told, { kept, said }))
    .sort((a, b) => lastOf(b) - lastOf(a));
  const unassigned = told.filter(({ about }) => about.ids.length === 0);
  const names = new Set([
    wanted,
    ...accounts.flatMap((account) => account.names.map((name) => kept(fold(name)))),
  ]);
  const loose = unassigned.filter(({ about }) => about.names.some((name) => names.has(name)));
  if (accounts.length === 0) {
    return loose.length > 0 ? [{ id: "", names: [asked], events: eventsOf(loose) }] : [];
  }
  return accounts.map((account) => withLoose(account, loose, accounts));
}

function keptOf(event: LogEvent, kept: Kept): About {
  const { ids, names } = aboutOf(event);
  return { ids: ids.map(kept), names: names.map(kept) };
}

/** Newest last; of the same time, by id. */
const byTime = (one: LogEvent, other: LogEvent): number =>
  one.at.getTime() - other.at.getTime() || (one.id < other.id ? -1 : 1);

const eventsOf = (told: readonly Told[]) => told.map(({ event }) => event);
const lastOf = ({ events }: Account): number => events.at(-1)?.at.getTime() ?? 0;

function idsOf(wanted: string, told: readonly Told[]): readonly string[] {
  if (told.some(({ about }) => about.ids.includes(wanted))) return [wanted];
  return [...new Set(told.flatMap(({ about }) => idNamed(about, wanted) ?? []))];
}

function accountOf(
  id: string,
  told: readonly Told[],
  { kept, said }: { readonly kept: Kept; readonly said: Kept },
): Account {
  const mine = told.filter(({ about }) => about.ids.includes(id));
  const own = eventsOf(mine).filter((event) => !isCall(event));
  const connection = own.findLast((event) => event.connection)?.connection;
  const written = own.findLast(({ userId }) => userId && kept(fold(userId)) === id)?.userId;
  const names = own
    .toReversed()
    .flatMap(({ userName, userId }) =>
      userName && userId && kept(fold(userId)) === id ? said(userName) : [],
    );
  return {
    id: written ?? id,
    names: [...new Map(names.map((name) => [kept(fold(name)), name])).values()],
    ...(connection ? { connection } : {}),
    events: eventsOf(mine),
  };
}

/** What names no account belongs to the one of its connection; what names no such connection, to all. */
function withLoose(account: Account, loose: readonly Told[], all: readonly Account[]): Account {
  const mine = loose.filter(
    ({ event: { connection } }) =>
      connection === undefined ||
      connection === account.connection ||
      !all.some((other) => other.connection === connection),
  );
  return { ...account, events: [...account.events, ...eventsOf(mine)].sort(byTime) };
}
