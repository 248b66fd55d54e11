import { parseDuration } from "./duration.ts";
import { UserError } from "./errors.ts";
import { excerpt } from "./excerpt.ts";
import { quoted, wordsOf } from "./line.ts";
import type { LogTerm } from "./log-query.ts";
import { addressesOf, type LogWords, namesOf } from "./log-terms.ts";
import { namesUnknown, negated, typesOf } from "./log-type-words.ts";
import { isTimeOfDay } from "./moment.ts";
import { nearest } from "./nearest.ts";
import { stretchWords } from "./stretch-words.ts";

/** Filters that can be left out too, with a `-` in front. */
const filters = new Map<string, (value: string) => readonly LogTerm[]>([
  ["type", (value) => typesOf(value).terms],
  ["user", (value) => namesOf("user", value).terms],
  ["person", (value) => namesOf("person", value).terms],
  ["client", (value) => namesOf("client", value).terms],
  ["connection", (value) => namesOf("connection", value).terms],
  ["ip", (value) => addressesOf(value).terms],
  ["org", (value) => namesOf("organization", value).terms],
  ["text", (value) => [textOf(value)]],
]);

const keys = [...filters.keys(), "since", "until", "on", "during"];

/** Auth0's own names for the same things, and other people's. */
const slips: ReadonlyMap<string, string> = new Map([
  ["email", "user"],
  ["userid", "user"],
  ["name", "user"],
  ["username", "user"],
  ["user_id", "user"],
  ["user_name", "user"],
  ["address", "ip"],
  ["app", "client"],
  ["application", "client"],
  ["client_id", "client"],
  ["client_name", "client"],
  ["organization", "org"],
  ["organization_id", "org"],
  ["kind", "type"],
  ["topic", "type"],
  ["code", "type"],
  ["from", "since"],
  ["after", "since"],
  ["last", "since"],
  ["past", "since"],
  ["to", "until"],
  ["before", "until"],
  ["date", "on"],
  ["time", "on"],
  ["when", "on"],
  ["between", "during"],
  ["range", "during"],
  ["day", "on"],
  ["description", "text"],
  ["words", "text"],
]);

/**
 * What stands in a line beside its filters: words that must all occur, words in quotes that stand side by side, and what
 * is left out, with a `-` in front: a word or a filter.
 * @throws UserError for a filter that is misspelt: it must not become free text and find nothing.
 */
export function freeWordsOf(written: string): LogWords {
  const words = wordsOf(written);
  return { written: words.map(quoted).join(" "), terms: words.flatMap(termsOf) };
}

function termsOf(word: string): readonly LogTerm[] {
  refuseOperators(word);
  const { key, value, not } = partsOf(word);
  if (key === undefined) return [not ? negated(textOf(value)) : textOf(refuseTime(value))];
  const filter = filters.get(key);
  if (!filter) throw notTime(key, { value, not });
  if (!not) throw new UserError(`Say ${quoted(`${key}:${value}`)} without "text:" around it.`);
  if (key === "type" && /^[-–—−!]|[,\s+][-–—−!]/u.test(value)) {
    throw new UserError(`"${excerpt(word, 40)}" says twice that something is left out.`);
  }
  return filter(value).map(negated);
}

/** Where a command takes times they are told apart from words before. */
const notTime = (key: string, { value, not }: Omit<Parts, "key">): UserError =>
  new UserError(
    not
      ? `"${key}:" is a time and cannot be left out.`
      : `"${key}:" is a time, which has no place here; ${quoted(`logs ${key}:${value}`)} looks back.`,
  );

interface Parts {
  readonly not: boolean;
  readonly key: string | undefined;
  readonly value: string;
}

/** @throws UserError where the key is nearly one of ours. */
function partsOf(word: string): Parts {
  const [, sign, rest = word] = /^([-–—−!]|not:)(.+)$/isu.exec(word) ?? [];
  const [, said = "", value = ""] = /^([a-z_]+)[:=](.+)$/isu.exec(rest) ?? [];
  const key = said.toLowerCase();
  if (keys.includes(key) && rest[key.length] === ":") return { not: !!sign, key, value };
  const near = key && !value.startsWith("//") ? nearKey(key, rest[key.length] === "=") : undefined;
  if (near === undefined) return { not: !!sign, key: undefined, value: rest };
  throw new UserError(`I do not know "${rest.slice(0, key.length + 1)}", did you mean "${near}:"?`);
}

function nearKey(key: string, equals: boolean): string | undefined {
  // Free text may well hold an equals sign; only a key as it is would be a slip.
  if (equals) return keys.includes(key) ? key : slips.get(key);
  const near = nearest(key, [...keys, ...slips.keys()]);
  return near && (slips.get(near) ?? near);
}

function refuseOperators(word: string): void {
  if (!/^(?:AND|OR|NOT|&&|\|\|)$/u.test(word)) return;
  throw new UserError(
    `"${word}" is not needed: filters side by side must all hold, commas part alternatives (type:fp,fu), and a - in front leaves out (-type:mail, -timeout).`,
  );
}

/** "since:yesterday 22:00" would look for the words "22:00", and find nothing; so would "yesterday" alone. */
function refuseTime(value: string): string {
  const said = sayTime(value);
  if (said === undefined) return value;
  throw new UserError(`"${value}" is a time; say ${said}.`);
}

function sayTime(value: string): string | undefined {
  if (isTimeOfDay(value)) return `since:${value}, or since:"yesterday ${value}" in quotes`;
  if (parseDuration(value) !== undefined) return `since:${value}`;
  return stretchWords.includes(value.toLowerCase()) ? `on:${value}` : undefined;
}

function textOf(value: string): LogTerm {
  if (/[\p{L}\p{N}]/u.test(value)) return { field: "text", values: [value] };
  throw new UserError(`"${excerpt(value, 40)}" has no letter and no digit to look for.`);
}

/** Whether a free word may be about a person: all but types of ours that are left out. */
export function mayBePersonal(word: string): boolean {
  const [, types] = /^(?:[-–—−!]|not:)type:(.+)$/iu.exec(word) ?? [];
  return types === undefined || namesUnknown(types);
}
