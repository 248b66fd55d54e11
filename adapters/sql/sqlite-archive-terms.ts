import type { LogEvent } from "../../src/core/log-event.ts";
import { fold, textOf } from "../../src/core/log-match.ts";
import type { LogField, LogQuery, LogTerm } from "../../src/core/log-query.ts";

import { networkTerms, waysIntoNetwork } from "./sqlite-archive-addresses.ts";

/**
 * What may be said of a segment's events. Whatever an event matches, all of the query's needs are met by its terms: the index
 * may promise too much and never too little.
 */
export type Terms = Set<string>;

/** All of them; of each, one of these; of each of these, all. */
export type Needs = readonly (readonly (readonly string[])[])[];

/** Beyond these an event is said to have any term of its kind. */
const most = { persons: 200, words: 400 } as const;
/** Lengths at which a word's beginning is a term, for words that go on. */
const beginnings = [2, 4, 7] as const;
const namePrefixes = [3, 6] as const;
const typePrefixes = [1, 2, 4, 6] as const;

/** `persons`: those whom it names. */
export function addTerms(event: LogEvent, persons: ReadonlySet<string>, terms: Terms): void {
  addType(fold(event.type), terms);
  addPersons(event, persons, terms);
  addFolded("c:", [event.clientId, event.clientName], terms);
  addFolded("n:", [event.connection, event.raw.connection_id], terms);
  addFolded("o:", [event.raw.organization_id, event.raw.organization_name], terms);
  if (event.ip !== undefined) addAddress(event.ip, terms);
  addWords(textOf(event), terms);
}

function addType(type: string, terms: Terms): void {
  if (terms.has(`t:${type}`)) return;
  terms.add(`t:${type}`);
  addPrefixes("t", type, typePrefixes, terms);
}

function addFolded(prefix: string, values: readonly unknown[], terms: Terms): void {
  for (const value of values) {
    if (typeof value === "string" && value !== "") terms.add(prefix + fold(value));
  }
}

function addPersons(event: LogEvent, persons: ReadonlySet<string>, terms: Terms): void {
  for (const name of [event.userId, event.userName]) {
    if (name !== undefined) addPerson(fold(name), terms);
  }
  if (persons.size > most.persons) terms.add("p?");
  else for (const person of persons) addPerson(fold(person), terms);
}

function addPerson(name: string, terms: Terms): void {
  if (terms.has(`p:${name}`)) return;
  terms.add(`p:${name}`);
  addPrefixes("p", name, namePrefixes, terms);
  const at = name.lastIndexOf("@");
  if (at !== -1) terms.add(`p@:${name.slice(at + 1)}`);
}

function addAddress(written: string, terms: Terms): void {
  const ip = fold(written);
  if (terms.has(`i:${ip}`)) return;
  terms.add(`i:${ip}`);
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
  return terms.flatMap((term) => {
    const any = term.not ? undefined : needOf(term);
    return any ? [any] : [];
  });
}

/** Undefined where nothing can be said. */
function needOf({ field, values }: LogTerm): readonly (readonly string[])[] | undefined {
  const any: (readonly string[])[] = [];
  for (const value of values) {
    const ways = waysOf[field](value);
    if (ways.some((needs) => needs.length === 0)) return undefined;
    any.push(...ways);
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

const wordsIn = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
