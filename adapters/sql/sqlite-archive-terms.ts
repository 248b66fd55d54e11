import { isIP } from "node:net";
import type { LogEvent } from "../../src/core/log-event.ts";
import { fold, textOf } from "../../src/core/log-match.ts";
import type { LogField, LogQuery, LogTerm } from "../../src/core/log-query.ts";

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
const namePrefix = 3;

/** `persons`: those whom it names. */
export function addTerms(event: LogEvent, persons: ReadonlySet<string>, terms: Terms): void {
  terms.add(`t:${fold(event.type)}`);
  addPersons(event, persons, terms);
  addFolded("c:", [event.clientId, event.clientName], terms);
  addFolded("n:", [event.connection, event.raw.connection_id], terms);
  addFolded("o:", [event.raw.organization_id, event.raw.organization_name], terms);
  if (event.ip !== undefined) addAddress(event.ip, terms);
  addWords(textOf(event), terms);
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
  if (name.length >= namePrefix) terms.add(`p3:${name.slice(0, namePrefix)}`);
  const at = name.lastIndexOf("@");
  if (at !== -1) terms.add(`p@:${name.slice(at + 1)}`);
}

function addAddress(written: string, terms: Terms): void {
  const ip = fold(written);
  if (terms.has(`i:${ip}`)) return;
  terms.add(`i:${ip}`);
  const four = isIP(written) === 4 ? written.split(".") : undefined;
  if (four) for (const parts of [1, 2, 3]) terms.add(`4:${four.slice(0, parts).join(".")}`);
  // The few others are in any network.
  else if (isIP(written) === 6) terms.add("i6");
}

function addWords(text: string, terms: Terms): void {
  const words = wordsIn(text);
  if (words.length > most.words) terms.add("w?");
  else for (const word of words) addWord(word, terms);
}

function addWord(word: string, terms: Terms): void {
  if (terms.has(`w:${word}`)) return;
  terms.add(`w:${word}`);
  for (const length of beginnings) {
    if (word.length >= length) terms.add(`w${length}:${word.slice(0, length)}`);
  }
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
  type: (value) => [plain("t:", value)],
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

function ofPerson(value: string): readonly string[] {
  if (!value.includes("*")) return plain("p:", value);
  const parts = fold(value).split("*");
  const [first = "", last = ""] = [parts[0], parts.at(-1)];
  const at = last.lastIndexOf("@");
  return [
    ...(first.length >= namePrefix ? [`p3:${first.slice(0, namePrefix)}`] : []),
    ...(at === -1 ? [] : [`p@:${last.slice(at + 1)}`]),
  ];
}

function ofNetwork(value: string): readonly (readonly string[])[] {
  const [address = "", bits = ""] = value.trim().split("/");
  // A network of version 6, and one that is none, is looked for everywhere.
  if (isIP(address) !== 4 || !/^\d{1,2}$/.test(bits)) return [[]];
  const parts = Math.min(3, Math.floor(Number(bits) / 8));
  if (parts === 0) return [[]];
  // An address of version 6 may stand for one of version 4.
  return [[`4:${address.split(".").slice(0, parts).join(".")}`], [`i:${fold(value)}`], ["i6"]];
}

function ofWords(value: string): readonly string[] {
  const words = wordsIn(value);
  const last = words.at(-1);
  if (last === undefined) return [];
  const length = beginnings.findLast((each) => each <= last.length);
  return [
    ...words.slice(0, -1).map((word) => `w:${word}`),
    ...(length === undefined ? [] : [`w${length}:${last.slice(0, length)}`]),
  ];
}

const wordsIn = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
