import type { LogEvent } from "../../src/core/log-event.ts";
import { fold, textOf, wordsIn } from "../../src/core/log-match.ts";
import type { LogField, LogQuery, LogTerm } from "../../src/core/log-query.ts";
import { logTypeOf } from "../../src/core/log-types/index.ts";
import { networkTerms, waysIntoNetwork } from "./sqlite-archive-addresses.ts";

/**
 * What may be said of a segment's events. Whatever an event matches, all of the query's needs are met by its terms: the index
 * may promise too much and never too little.
 */
type Terms = Set<string>;

/** All of them; of each, one of these; of each of these, all. */
export type Needs = readonly (readonly (readonly string[])[])[];

/** Beyond these an event is said to have any term of its kind. */
const most = { persons: 200, words: 400 } as const;
/** Lengths at which a word's beginning is a term, for words that go on. */
const beginnings = [2, 4, 7] as const;
const namePrefixes = [3, 6] as const;
const typePrefixes = [1, 2, 4, 6] as const;

/** Gathers the terms of some events. */
export interface TermGathering {
  readonly terms: ReadonlySet<string>;
  /** `persons`: those whom it names. */
  add(event: LogEvent, persons: ReadonlySet<string>): void;
}

export function gatherTerms(): TermGathering {
  const terms: Terms = new Set();
  // Most values come again and again.
  const types = once(terms, addType);
  const names = once(terms, addPerson);
  const addresses = once(terms, addAddress);
  const texts = once(terms, addWords);
  const [clients, failing, connections, organizations] = ["c:", "cf:", "n:", "o:"].map((prefix) =>
    once(terms, (value) => void terms.add(prefix + fold(value))),
  ) as [Once, Once, Once, Once];
  return {
    terms,
    add(event, persons) {
      const { userId, userName, clientId, clientName, connection, ip, raw } = event;
      types(event.type);
      names(userId, userName);
      if (persons.size > most.persons) terms.add("p?");
      else names(...persons);
      clients(clientId, clientName);
      if (isFailure(event.type)) failing(clientId, clientName);
      connections(connection, raw.connection_id);
      organizations(raw.organization_id, raw.organization_name);
      addresses(ip);
      texts(textOf(event));
    },
  };
}

type Once = (...values: readonly unknown[]) => void;

/** Does it with each value the first time it comes. */
function once(terms: Terms, add: (value: string, terms: Terms) => void): Once {
  const seen = new Set<unknown>([""]);
  return (...values) => {
    for (const value of values) {
      if (typeof value !== "string" || seen.has(value)) continue;
      seen.add(value);
      add(value, terms);
    }
  };
}

function addType(written: string, terms: Terms): void {
  const type = fold(written);
  terms.add(`t:${type}`);
  addPrefixes("t", type, typePrefixes, terms);
}

function addPerson(written: string, terms: Terms): void {
  const name = fold(written);
  terms.add(`p:${name}`);
  addPrefixes("p", name, namePrefixes, terms);
  const at = name.lastIndexOf("@");
  if (at !== -1) terms.add(`p@:${name.slice(at + 1)}`);
}

function addAddress(written: string, terms: Terms): void {
  terms.add(`i:${fold(written)}`);
  for (const network of networkTerms(written)) terms.add(network);
}

function addWords(text: string, terms: Terms): void {
  const words = wordsIn(text);
  if (words.length > most.words) terms.add("w?");
  else for (const word of words) addWord(word, terms);
}

function addWord(word: string, terms: Terms): void {
  if (terms.has(`w:${word}`)) return;
  terms.add(`w:${word}`);
  addPrefixes("w", word, beginnings, terms);
}

function addPrefixes(kind: string, word: string, lengths: readonly number[], terms: Terms): void {
  for (const length of lengths) {
    if (word.length >= length) terms.add(`${kind}${length}:${word.slice(0, length)}`);
  }
}

/** The longest of these lengths, where the word is as long. */
function prefixOf(kind: string, word: string, lengths: readonly number[]): readonly string[] {
  const length = lengths.findLast((each) => each <= word.length);
  return length === undefined ? [] : [`${kind}${length}:${word.slice(0, length)}`];
}

/** What a segment must have if anything in it matches. */
export function needsOf({ terms }: LogQuery): Needs {
  // Most segments have something of most applications, and few a failure of theirs.
  const client = terms.some(isAboutFailures) ? failingClient : waysOf.client;
  return terms.flatMap((term) => {
    const any = term.not || isWide(term) ? undefined : needOf(term, { ...waysOf, client });
    return any ? [any] : [];
  });
}

/** Beyond so many kinds of failure every segment has one: bringing their lists together costs more than it spares. */
const fewFailures = 12;

const isWide = (term: LogTerm): boolean =>
  isAboutFailures(term) && term.values.length > fewFailures;

/** What nobody knows may be one. */
const isFailure = (type: string): boolean =>
  !type.includes("*") && (logTypeOf(fold(type))?.kind ?? "failure") === "failure";

const isAboutFailures = ({ field, values, not }: LogTerm): boolean =>
  field === "type" && !not && values.length > 0 && values.every(isFailure);

/** Undefined where nothing can be said. */
function needOf(
  { field, values }: LogTerm,
  ways: typeof waysOf,
): readonly (readonly string[])[] | undefined {
  const any: (readonly string[])[] = [];
  for (const value of values) {
    const ofValue = ways[field](value);
    if (ofValue.some((needs) => needs.length === 0)) return undefined;
    any.push(...ofValue);
  }
  return any;
}

/** In which ways a segment may have the value: one is enough, and needs all of its terms; none where nothing can be said. */
const waysOf: Readonly<Record<LogField, (value: string) => readonly (readonly string[])[]>> = {
  type: (value) => [value.includes("*") ? ofType(value) : plain("t:", value)],
  user: (value) => [ofPerson(value), ["p?"]],
  person: (value) => [ofPerson(value), ["p?"]],
  client: (value) => [plain("c:", value)],
  connection: (value) => [plain("n:", value)],
  organization: (value) => [plain("o:", value)],
  ip: (value) => (value.includes("/") ? ofNetwork(value) : [[`i:${fold(value)}`]]),
  text: (value) => [ofWords(value), ["w?"]],
};

const failingClient = (value: string): readonly (readonly string[])[] => [plain("cf:", value)];

const plain = (prefix: string, value: string): readonly string[] =>
  value.includes("*") ? [] : [prefix + fold(value)];

const ofType = (value: string): readonly string[] =>
  prefixOf("t", fold(value).split("*")[0] ?? "", typePrefixes);

function ofPerson(value: string): readonly string[] {
  if (!value.includes("*")) return plain("p:", value);
  const parts = fold(value).split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const at = last.lastIndexOf("@");
  return [
    ...prefixOf("p", first, namePrefixes),
    ...(at === -1 ? [] : [`p@:${last.slice(at + 1)}`]),
  ];
}

function ofNetwork(value: string): readonly (readonly string[])[] {
  const ways = waysIntoNetwork(value);
  return ways ? [...ways.map((term) => [term]), [`i:${fold(value)}`]] : [[]];
}

function ofWords(value: string): readonly string[] {
  const words = wordsIn(value);
  const last = words.at(-1);
  if (last === undefined) return [];
  return [...words.slice(0, -1).map((word) => `w:${word}`), ...prefixOf("w", last, beginnings)];
}
