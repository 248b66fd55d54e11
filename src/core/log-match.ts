import { BlockList, isIP } from "node:net";
import type { LogEvent } from "./log-event.ts";
import { personsIn } from "./log-persons.ts";
import type { LogField, LogQuery, LogTerm } from "./log-query.ts";

type Test = (event: LogEvent) => boolean;

/** Whether an event is one of those asked for: the one meaning of a query, whoever looks for it. */
export function matcherOf({ since, until, terms }: LogQuery): Test {
  const [from, to] = [since?.getTime() ?? -Infinity, until?.getTime() ?? Infinity];
  const tests = terms.map(testOf);
  return (event) => {
    const at = event.at.getTime();
    return at >= from && at < to && tests.every((test) => test(event));
  };
}

function testOf({ field, values, not }: LogTerm): Test {
  const test = tests[field](values);
  return not ? (event) => !test(event) : test;
}

const tests: Readonly<Record<LogField, (values: readonly string[]) => Test>> = {
  type: among((event) => [event.type]),
  user: among(({ userId, userName }) => [userId, userName]),
  person: among((event) => personsIn(event)),
  client: among(({ clientId, clientName }) => [clientId, clientName]),
  connection: among(({ connection, raw }) => [connection, raw.connection_id]),
  organization: among(({ raw }) => [raw.organization_id, raw.organization_name]),
  ip: (values) => {
    const nets = networksOf(values);
    const literal = new Set(values.map(fold));
    return ({ ip }) => ip !== undefined && (literal.has(fold(ip)) || nets(ip));
  },
  text: (values) => {
    const phrases = values.map(wordsIn);
    return (event) => {
      const words = wordsIn(textOf(event));
      return phrases.some((phrase) => occurs(phrase, words));
    };
  },
};

/** Equal to one of the values, whatever the case; `*` stands for anything. */
function among(fieldsOf: (event: LogEvent) => Iterable<unknown>) {
  return (values: readonly string[]): Test => {
    const exact = new Set(values.filter((value) => !value.includes("*")).map(fold));
    const patterns = values.filter((value) => value.includes("*")).map(patternOf);
    const test = (held: string) => exact.has(held) || patterns.some((fits) => fits(held));
    return (event) => {
      for (const held of fieldsOf(event)) {
        if (typeof held === "string" && held !== "" && test(fold(held))) return true;
      }
      return false;
    };
  };
}

/** How values are compared. */
export const fold = (value: string): string => value.trim().toLowerCase();

/** Each part at the first place that it fits: with a pattern, many stars would take years to find nothing. */
function patternOf(value: string): (held: string) => boolean {
  const [first = "", ...more] = fold(value).split("*");
  const last = more.pop() ?? "";
  return (held) => {
    if (!(held.startsWith(first) && held.endsWith(last))) return false;
    let at = first.length;
    for (const part of more) {
      const found = held.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= held.length - last.length;
  };
}

function networksOf(values: readonly string[]): (ip: string) => boolean {
  const nets = new BlockList();
  for (const value of values) {
    const [address = "", bits = ""] = value.trim().split("/");
    const family = familyOf(address);
    if (family && isPrefix(bits, family)) nets.addSubnet(address, Number(bits), family);
  }
  return (ip) => {
    const family = familyOf(ip);
    return family !== undefined && nets.check(ip, family);
  };
}

type Family = "ipv4" | "ipv6";

function familyOf(address: string): Family | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? "ipv4" : "ipv6";
}

const isPrefix = (bits: string, family: Family): boolean =>
  /^\d{1,3}$/.test(bits) && Number(bits) <= (family === "ipv4" ? 32 : 128);

/** What free text is looked for in. */
export function textOf({ description = "", details }: LogEvent): string {
  const error = (details as { error?: unknown } | null | undefined)?.error;
  const said =
    typeof error === "string"
      ? error
      : [at(error, "message"), at(error, "oauthError"), at(error, "type"), at(error, "reason")]
          .filter((word) => typeof word === "string")
          .join("\n");
  return said === "" ? description : `${description}\n${said}`;
}

const at = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;

/** A text's words, folded: runs of letters, digits and underscores. */
export const wordsIn = (text: string): readonly string[] =>
  text.toLowerCase().match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];

/** Whether the phrase's words stand there side by side; the last one may go on. Nothing but signs occurs nowhere. */
function occurs(phrase: readonly string[], words: readonly string[]): boolean {
  const last = phrase.length - 1;
  if (last < 0) return false;
  return words.some((_, start) =>
    phrase.every((word, index) => {
      const held = words[start + index];
      return index === last ? (held?.startsWith(word) ?? false) : held === word;
    }),
  );
}
