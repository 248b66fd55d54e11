import { DAY } from "../../core/clock.ts";
import { QueryError, type Token } from "./query-tokens.ts";

/** A log event or a user, as the API gives it. */
export type Fields = Readonly<Record<string, unknown>>;
export type Test = (record: Fields) => boolean;
export type Term = Extract<Token, { kind: "word" | "quoted" | "range" }>;

export const anyOf =
  (tests: readonly Test[]): Test =>
  (record) =>
    tests.some((test) => test(record));

/** Whether a field holds what a term names. */
export function termOf(field: string, term: Term): Test {
  if (field === "date") return dateTest(term);
  const matches = matcherOf(term);
  return (record) => {
    const value = record[field];
    return typeof value === "string" && value !== "" && matches(value);
  };
}

function matcherOf(term: Term): (value: string) => boolean {
  if (term.kind === "quoted") return (value) => value === term.text;
  if (term.kind === "word") return wildcard(term.parts);
  const { from, to, includesFrom, includesTo } = term;
  return (value) =>
    (from === "*" || value > from || (includesFrom && value === from)) &&
    (to === "*" || value < to || (includesTo && value === to));
}

/** By plain search, since a pattern with many stars must not take long either. */
function wildcard(parts: readonly string[]): (value: string) => boolean {
  const [first = "", ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return (value) => value === first;
  if (first === "" && parts.join("").length < 3) {
    throw new QueryError("a star in front needs three characters behind it");
  }
  return (value) => {
    if (!value.startsWith(first)) return false;
    let at = first.length;
    for (const part of rest) {
      const found = value.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return value.length - last.length >= at && value.endsWith(last);
  };
}

/** Milliseconds: from the first to the last that a written time stands for. A day without a time is all of it. */
type Span = readonly [number, number];

function dateTest(term: Term): Test {
  const [from, to] = term.kind === "range" ? spanOf(term) : momentOf(wholeOf(term));
  return ({ date }) => {
    const at = Date.parse(String(date));
    return at >= from && at <= to;
  };
}

function spanOf({ from, to, includesFrom, includesTo }: Extract<Term, { kind: "range" }>): Span {
  const lowest = from === "*" ? undefined : momentOf(from);
  const highest = to === "*" ? undefined : momentOf(to);
  return [
    (includesFrom ? lowest?.[0] : lowest && lowest[1] + 1) ?? Number.NEGATIVE_INFINITY,
    (includesTo ? highest?.[1] : highest && highest[0] - 1) ?? Number.POSITIVE_INFINITY,
  ];
}

const wholeOf = (term: Exclude<Term, { kind: "range" }>): string =>
  term.kind === "quoted" ? term.text : term.parts.join("*");

function momentOf(written: string): Span {
  const found = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(
    written,
  );
  const [, time, zone] = found ?? [];
  const at = found ? Date.parse(time && !zone ? `${written}Z` : written) : Number.NaN;
  if (Number.isNaN(at)) throw new QueryError(`${written} is not a date`);
  return [at, time ? at : at + DAY - 1];
}
