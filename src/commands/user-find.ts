import type { LogPlace } from "../core/archive.ts";
import type { CommandContext } from "../core/command.ts";
import { UserError } from "../core/errors.ts";
import { newestOf } from "../core/found-events.ts";
import type { LogEvent } from "../core/log-event.ts";
import { fold } from "../core/log-match.ts";
import { isHash, isUnique } from "../core/log-name-forms.ts";
import { personsIn } from "../core/log-persons.ts";
import type { LogQuery } from "../core/log-query.ts";
import type { FoundEvents } from "../core/logs-desk.ts";
import { type Account, accountsOf } from "../core/user-story/accounts.ts";
import { noise } from "../core/user-story/moments.ts";

/** Events of one look, of which there are two; whoever has more is told of the newest. */
const pageSize = 1000;
/** Ids and addresses that are looked for together. */
const mostNames = 20;

/** Who is asked about, where and since when. */
export interface Wanted {
  readonly who: string;
  readonly tenant: string;
  readonly since: Date;
}

/** All that was found of a person. */
export interface FoundPerson {
  readonly accounts: readonly Account[];
  /** Accounts that go by the same address, where one of them was asked for by its id. */
  readonly others: readonly Account[];
  readonly events: number;
  /** False where older events are left. */
  readonly whole: boolean;
  readonly oldest?: Date;
  readonly unseen: FoundEvents["unseen"];
  readonly from: FoundEvents["from"];
}

type Asking = Pick<CommandContext, "logs" | "archive" | "forgetting">;

export async function findPerson(wanted: Wanted, context: Asking): Promise<FoundPerson> {
  const { who, tenant } = wanted;
  const kept = (name: string) => fold(context.forgetting.keptAs(tenant, name));
  const look = lookerOf(wanted, context);
  const first = await firstLook(wanted, look);
  const names = namesOf(accountsOf(who, first.events, kept)).filter(
    (name) => kept(name) !== kept(who),
  );
  const query = queryFor([who, ...names], wanted);
  const found = names.length > 0 ? joined(await look(query), first) : first;
  const all = found.next ? continued(found, await look(query, found.next)) : found;
  return personOf(wanted, { names, found: all, kept });
}

type Look = (query: LogQuery, after?: LogPlace) => Promise<FoundEvents>;

/**
 * Auth0 cannot be asked for somebody who is named anywhere, so of a time that the archive cannot prove it reaches little:
 * what the archive has of them all the same is looked for as well.
 */
function lookerOf(wanted: Wanted, { logs, archive }: Asking): Look {
  const { tenant } = wanted;
  return async (query, after) => {
    const at = { limit: pageSize, ...(after ? { after } : {}) };
    const found = await logs.search(tenant, query, at);
    // Where Auth0 did not answer, the archive was looked through by then.
    if (after || found.from === "archive" || found.from === "nobody") return found;
    const kept = await searchIfAny(archive, wanted, query);
    if (kept.length === 0) return found;
    return joined({ ...found, from: "both" }, { ...found, events: kept });
  };
}

async function firstLook(wanted: Wanted, look: Look): Promise<FoundEvents> {
  const plain = await look(queryFor([wanted.who], wanted));
  if (plain.events.length > 0 || plain.from === "nobody") return plain;
  // Somebody whose sessions are only renewed is still somebody.
  const renewed = await look({ since: wanted.since, terms: [personTerm([wanted.who])] });
  const { next: _, ...all } = renewed;
  return all;
}

function personOf(
  { who }: Wanted,
  given: { names: readonly string[]; found: FoundEvents; kept: (name: string) => string },
): FoundPerson {
  const { names, found, kept } = given;
  const accounts = accountsOf(who, found.events, kept);
  const own = new Set(accounts.map(({ id }) => id));
  const others = names
    .filter(isOnePersons)
    .flatMap((name) => accountsOf(name, found.events, kept))
    .filter(({ id }) => id !== "" && !own.has(id));
  const oldest = found.events.at(-1)?.at;
  return {
    accounts,
    others: [...new Map(others.map((account) => [account.id, account])).values()],
    ...{ whole: found.next === undefined, events: found.events.length },
    ...(oldest ? { oldest } : {}),
    ...{ unseen: found.unseen, from: found.from },
  };
}

const personTerm = (values: readonly string[]) => ({ field: "person" as const, values });

const queryFor = (names: readonly string[], { since }: Wanted): LogQuery => ({
  since,
  terms: [personTerm(names), { field: "type", values: noise, not: true }],
});

function joined(found: FoundEvents, before: FoundEvents): FoundEvents {
  const events = new Map([...before.events, ...found.events].map((event) => [event.id, event]));
  return { ...found, events: [...events.values()].sort((a, b) => b.at.getTime() - a.at.getTime()) };
}

/** Ids, addresses and numbers; a bare name may be somebody else's too. */
const namesOf = (accounts: readonly Account[]): readonly string[] =>
  accounts
    .flatMap(({ id, names }) => [...(id ? [id] : []), ...names.filter(isOnePersons)])
    .filter((name) => !name.includes("*"))
    .slice(0, mostNames);

const isOnePersons = (name: string): boolean => isUnique(name) || isHash(name);

/** What was found, and what an other look found after it. */
function continued(found: FoundEvents, more: FoundEvents): FoundEvents {
  const { next: _, ...before } = found;
  const told = new Set(before.unseen.map(({ why }) => why));
  return {
    ...before,
    ...(more.next ? { next: more.next } : {}),
    events: [...before.events, ...more.events],
    unseen: [...before.unseen, ...more.unseen.filter(({ why }) => !told.has(why))],
  };
}

/** Events in which others of a like name are looked for, and names that are offered. */
const mostSearched = 200;
const mostOffered = 6;

/** People in the archive whose name or address is like it. Asks nobody else: it is for slips and beginnings of names. */
export async function peopleLike(wanted: Wanted, { archive }: Asking): Promise<readonly string[]> {
  const patterns = patternsOf(wanted.who);
  if (patterns.length === 0) return [];
  const query = { since: wanted.since, terms: [{ field: "person" as const, values: patterns }] };
  const events = await searchIfAny(archive, wanted, query);
  const tests = patterns.map(testOf);
  return [...new Set(events.flatMap((event) => likeIn(event, tests)))].slice(0, mostOffered);
}

/** Where people are kept as hashes, parts of names find nobody: only who asks for one by a star is told. */
async function searchIfAny(
  archive: Asking["archive"],
  { tenant, who }: Wanted,
  query: LogQuery,
): Promise<readonly LogEvent[]> {
  try {
    return (await newestOf(archive.search, { tenant, query, limit: mostSearched })).events;
  } catch (error) {
    if (error instanceof UserError && !who.includes("*")) return [];
    throw error;
  }
}

function likeIn(event: LogEvent, tests: readonly RegExp[]): readonly string[] {
  const named = [...personsIn(event)].filter((name) => tests.some((test) => test.test(fold(name))));
  return named.filter((name) => name.length <= 80);
}

/** Letters that a beginning needs, so that not everybody is like it. */
const shortest = 3;
const mostStars = 4;

/** Whether a name with a star would be like that of too many to look for. */
export const isTooWide = (who: string): boolean =>
  who.includes("*") &&
  (who.split("*").length > mostStars || who.replaceAll("*", "").trim().length < shortest);

function patternsOf(who: string): readonly string[] {
  const written = fold(who);
  // Each star is looked for from every place of the one before.
  if (written.split("*").length > mostStars) return [];
  if (written.includes("*")) return isTooWide(written) ? [] : [written];
  const [local = "", domain] = written.split("@");
  if (local.length < shortest) return [];
  if (domain !== undefined) return [`${local}@*`, `${local.slice(0, 4)}*@${domain}`];
  return [`*${local.split(/\s+/u).slice(0, 3).join("*")}*`];
}

const testOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split("*")
      .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"))
      .join(".*")}$`,
    "su",
  );
