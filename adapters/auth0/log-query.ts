import type { LogField, LogQuery, LogTerm } from "../../src/core/log-query.ts";
import { networkOf } from "./log-networks.ts";

/**
 * A query in Auth0's language, and no narrower than it: what cannot be said there is asked wider, and is for `matcherOf` to
 * find among what comes. Whatever a person types stays one literal value: no word of theirs becomes an operator, an end of
 * quotes or, but for a `*`, a wildcard. Undefined where everything may match.
 *
 * Auth0 compares whole values, and case counts: names are asked for as they were typed and in small letters, words of a text
 * in the ways they are usually written, and in the description alone. `longest`: characters; the longest filters are left out
 * first.
 */
export function logQuery(query: LogQuery, longest: number): string | undefined {
  const times = between(query);
  const clauses = query.terms.flatMap((term) => clauseOf(term) ?? []);
  const kept = withinLength(clauses, longest - (times?.length ?? 0));
  // To leave something out takes something that it is left out of.
  const negative = kept.length > 0 && kept.every((clause) => clause.startsWith("NOT "));
  const all = [times ?? (negative ? "date:[* TO *]" : undefined), ...kept];
  const said = all.filter((clause) => clause !== undefined);
  return said.length > 0 ? said.join(" AND ") : undefined;
}

/** Whether events that match may be missed: words are looked for in descriptions only, as they are usually written. */
export const missesWords = ({ terms }: LogQuery): boolean =>
  terms.some(({ field, not }) => field === "text" && !not);

function withinLength(clauses: readonly string[], longest: number): readonly string[] {
  const [longer] = [...clauses].sort((one, other) => other.length - one.length);
  const length = clauses.reduce((sum, clause) => sum + clause.length + 5, 0);
  if (length <= longest || longer === undefined) return clauses;
  return withinLength(
    clauses.filter((clause) => clause !== longer),
    longest,
  );
}

/** Auth0 includes both ends. */
function between({ since, until }: LogQuery): string | undefined {
  if (!since && !until) return undefined;
  return `date:[${since?.toISOString() ?? "*"} TO ${until?.toISOString() ?? "*"}]`;
}

function clauseOf({ field, values, not }: LogTerm): string | undefined {
  const said = values.map((value) => sayings[field](value.trim()));
  if (not) {
    // Left out there is only what the filter itself would leave out.
    const exact = said.flatMap((one) => (one?.exact ? one.any : []));
    return exact.length > 0 ? `NOT ${anyOf(exact)}` : undefined;
  }
  const all = said.flatMap((one) => one?.any ?? []);
  return said.some((one) => one === undefined) || all.length === 0 ? undefined : anyOf(all);
}

/** How a value is said: any of these; `exact` where they let nothing through that the value does not name. */
interface Saying {
  readonly any: readonly string[];
  readonly exact: boolean;
}

const sayings: Readonly<Record<LogField, (value: string) => Saying | undefined>> = {
  type: (value) => inFields(value, "type"),
  user: (value) => inFields(value, "user_id", "user_name"),
  person: () => undefined,
  client: (value) => inFields(value, "client_id", "client_name"),
  connection: (value) => inFields(value, "connection", "connection_id"),
  organization: (value) => (value.includes("*") ? undefined : inFields(value, "organization_id")),
  ip(value) {
    const network = networkOf(value);
    if (network === undefined) return value.includes("/") ? undefined : inFields(value, "ip");
    return { any: [`ip:${pattern(network.pattern)}`], exact: network.exact };
  },
  text(value) {
    const words = (value.match(/[\p{L}\p{N}\p{M}_]+/gu) ?? []).filter(
      (word) => [...word].length >= leastBehindStar,
    );
    if (words.length === 0) return undefined;
    const all = words.map((word) => anyOf(spellings(word).map(described)));
    return { any: [all.length === 1 ? (all[0] ?? "") : `(${all.join(" AND ")})`], exact: false };
  },
};

/** Auth0 takes a star in front of so many characters, and no fewer. */
const leastBehindStar = 3;

function inFields(value: string, ...fields: readonly string[]): Saying | undefined {
  if (value === "") return undefined;
  const ways = [...new Set([value, value.toLowerCase()])];
  if (!value.includes("*")) {
    return { any: fields.flatMap((field) => ways.map((way) => exactly(field, way))), exact: true };
  }
  const [front = "", ...rest] = value.split("*");
  if (front === "" && [...rest.join("")].length < leastBehindStar) return undefined;
  return {
    any: fields.flatMap((field) => ways.map((way) => `${field}:${pattern(way)}`)),
    exact: true,
  };
}

function spellings(word: string): readonly string[] {
  const [first = "", ...rest] = [...word];
  const tail = rest.join("").toLowerCase();
  return [...new Set([word, word.toLowerCase(), first.toUpperCase() + tail, word.toUpperCase()])];
}

const described = (word: string): string => `description:*${literal(word)}*`;

const anyOf = (clauses: readonly string[]): string =>
  clauses.length === 1 ? (clauses[0] ?? "") : `(${clauses.join(" OR ")})`;

const exactly = (field: string, value: string): string =>
  `${field}:"${printable(value).replace(/["\\]/g, "\\$&")}"`;

/** Stars stay stars. */
const pattern = (value: string): string => value.split("*").map(literal).join("*");

/** Outside of quotes everything but letters and digits might mean something. */
const literal = (value: string): string => printable(value).replace(/[^\p{L}\p{N}\p{M}]/gu, "\\$&");

/** A control character or half of a character is in no value that Auth0 keeps, and might break an address. */
const printable = (value: string): string => value.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, " ");
