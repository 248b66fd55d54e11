import type { LogFilter } from "../../src/core/log-event.ts";

/**
 * A filter in Auth0's query language. Whatever a person types stays one literal value: no word of theirs becomes an operator,
 * a wildcard or an end of quotes. Undefined where everything matches.
 *
 * Auth0 compares whole values, and case counts. So `types`, `user` (an id, or a name or e-mail address as it stands there or
 * in small letters), `client` and `connection` (name or id), `ip` and `organization` (its id) match exactly; `text` matches
 * anywhere in the description, with its first letter in either case. Of one or two characters only beginnings are found,
 * since Auth0 takes a wildcard in front of three or more.
 */
export function logQuery(filter: LogFilter): string | undefined {
  const terms = [
    anyOf((filter.types ?? []).filter(isSaid).map((type) => exactly("type", type))),
    ...named(filter),
    between(filter.since, filter.until),
    isSaid(filter.text) ? described(filter.text.trim()) : undefined,
  ].filter((term) => term !== undefined);
  return terms.length > 0 ? terms.join(" AND ") : undefined;
}

const isSaid = (words: string | undefined): words is string => (words ?? "").trim() !== "";

function named({ user, client, connection, ip, organization }: LogFilter) {
  const either = (value: string | undefined, ...fields: readonly string[]) =>
    isSaid(value) ? anyOf(fields.map((field) => exactly(field, value.trim()))) : undefined;
  return [
    isSaid(user)
      ? anyOf([
          exactly("user_id", user.trim()),
          exactly("user_name", user.trim()),
          exactly("user_name", user.trim().toLowerCase()),
        ])
      : undefined,
    either(client, "client_id", "client_name"),
    either(connection, "connection", "connection_id"),
    either(ip, "ip"),
    either(organization, "organization_id"),
  ];
}

function anyOf(terms: readonly string[]): string | undefined {
  if (terms.length === 0) return undefined;
  return terms.length === 1 ? terms[0] : `(${terms.join(" OR ")})`;
}

const exactly = (field: string, value: string): string =>
  `${field}:"${printable(value).replace(/["\\]/g, "\\$&")}"`;

function between(since: Date | undefined, until: Date | undefined): string | undefined {
  if (!since && !until) return undefined;
  return `date:[${since?.toISOString() ?? "*"} TO ${until?.toISOString() ?? "*"}]`;
}

function described(text: string): string | undefined {
  const [first = "", ...rest] = text;
  const front = [...text].length < 3 ? "" : "*";
  const other = first === first.toUpperCase() ? first.toLowerCase() : first.toUpperCase();
  const either = [first, other].map((letter) => `${front}${literal([letter, ...rest].join(""))}*`);
  return anyOf(either.map((pattern) => `description:${pattern}`));
}

/** Outside of quotes everything but letters and digits might mean something. */
const literal = (value: string): string => printable(value).replace(/[^\p{L}\p{N}\p{M}]/gu, "\\$&");

/** A control character or half of a character is in no value that Auth0 keeps, and might break an address. */
const printable = (value: string): string => value.replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, " ");
