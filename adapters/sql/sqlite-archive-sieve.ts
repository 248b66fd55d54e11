import type { LogEvent } from "../../src/core/log-event.ts";
import { fold } from "../../src/core/log-match.ts";
import type { LogField, LogQuery, LogTerm } from "../../src/core/log-query.ts";

/**
 * Whether a line of JSON may hold a matching event, by the letters in it: most are ruled out without being read. The line is
 * given in small letters. It may let too much pass, and for lines that are not odd never too little.
 */
export type Sieve = (line: string) => boolean;

/** Undefined where letters say nothing. */
export function sieveOf({ terms }: LogQuery): Sieve | undefined {
  const sieves = terms.flatMap((term) => (term.not ? [] : (sieveFor(term) ?? [])));
  if (sieves.length === 0) return undefined;
  return (line) => sieves.every((sieve) => sieve(line));
}

function sieveFor({ field, values }: LogTerm): Sieve | undefined {
  if (field === "type") return typeSieve(values.map(fold));
  const needles = needlesOf(field, values);
  return needles && ((line) => needles.some((all) => all.every((one) => line.includes(one))));
}

/** A group has up to a hundred types: the line is gone through once, and not for each of them. */
function typeSieve(values: readonly string[]): Sieve | undefined {
  const [whole, begun] = [
    values.filter((one) => !one.includes("*")),
    values.filter((one) => one.includes("*")),
  ];
  const [types, beginnings] = [new Set(whole), begun.map((one) => one.slice(0, one.indexOf("*")))];
  if (beginnings.includes("")) return undefined;
  return (line) => {
    for (const type of typesIn(line)) {
      if (types.has(type) || beginnings.some((one) => type.startsWith(one))) return true;
    }
    return false;
  };
}

const typeKey = '"type":"';

/** Also what is called a type within its details. */
function* typesIn(line: string): Iterable<string> {
  for (let at = line.indexOf(typeKey); at >= 0; at = line.indexOf(typeKey, at)) {
    at += typeKey.length;
    yield line.slice(at, line.indexOf('"', at));
  }
}

/** An event that names somebody, or its type, in other letters than those it is found by: it is looked at in any case. */
export function isOdd(event: LogEvent, persons: ReadonlySet<string>, line: string): boolean {
  const small = line.toLowerCase();
  if (!small.includes(typed(fold(event.type)))) return true;
  for (const name of persons) if (!small.includes(fold(name))) return true;
  return [event.userId, event.userName].some((name = "") => !small.includes(fold(name)));
}

const typed = (type: string): string => `${typeKey}${type}"`;

/** All of one of these stand in the line; undefined where nothing can be said. */
function needlesOf(
  field: Exclude<LogField, "type">,
  values: LogTerm["values"],
): readonly (readonly string[])[] | undefined {
  const needles = values.map((value) => {
    const all = field === "text" ? lettersIn(value) : [needleIn[field](value)];
    return all.filter((needle) => needle !== "");
  });
  return needles.every((all) => all.length > 0) ? needles : undefined;
}

/** Of each word of a phrase: the longest alone may stand in nearly every line, as "password" does. */
const lettersIn = (phrase: string): readonly string[] => phrase.toLowerCase().split(/[^a-z0-9_]+/);

const longest = (parts: readonly string[]): string =>
  parts.reduce((found, part) => (part.length > found.length ? part : found), "");

/** What is written in JSON as it is, in any case. */
const plain = (value: string): string => longest(fold(value).split(/[^a-z0-9 .:|@_-]+/));

const ofPerson = (value: string): string => longest(fold(value).split("*"));

/** The longest letters that stand in any line with this value; empty where there are none. */
const needleIn: Readonly<Record<Exclude<LogField, "text" | "type">, (value: string) => string>> = {
  user: ofPerson,
  person: ofPerson,
  client: plain,
  connection: plain,
  organization: plain,
  ip: (value) => (value.includes("/") ? "" : plain(value)),
};
