import fc from "fast-check";
import { expect, it } from "vitest";
import { matcherOf } from "../../src/core/log-match.ts";
import { personsIn } from "../../src/core/log-persons.ts";
import type { LogField, LogQuery, LogTerm } from "../../src/core/log-query.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import { queries, records } from "../fixtures/any-events.ts";

/** An event as Auth0 gives it. */
type Given = Readonly<Record<string, unknown>>;

/** What a query means, said once more and in another way: over what Auth0 gives, by patterns, numbers and joined words. */
function means({ since, until, terms }: LogQuery, given: Given): boolean {
  const at = Date.parse(String(given.date));
  if (since && at < since.getTime()) return false;
  if (until && at >= until.getTime()) return false;
  return terms.every((term) => (term.not === true) !== holds(term, given));
}

const holds = ({ field, values }: LogTerm, given: Given): boolean =>
  values.some((value) => looks[field](value, given));

const named =
  (...fields: readonly string[]) =>
  (value: string, given: Given) =>
    fields.some((field) => isLike(value, given[field]));

const looks: Readonly<Record<LogField, (value: string, given: Given) => boolean>> = {
  type: named("type"),
  user: named("user_id", "user_name"),
  person: (value, given) => [...personsIn({ raw: given })].some((one) => isLike(value, one)),
  client: named("client_id", "client_name"),
  connection: named("connection", "connection_id"),
  organization: named("organization_id", "organization_name"),
  ip: (value, { ip }) => isFrom(value, ip),
  text: (value, given) => {
    const [phrase, words] = [joined(value), joined(textOf(given))];
    return phrase !== "|" && words.includes(phrase.slice(0, -1));
  },
};

function isLike(pattern: string, held: unknown): boolean {
  if (typeof held !== "string" || held.trim() === "") return false;
  const parts = pattern.trim().toLowerCase().split("*");
  const escaped = parts.map((part) => part.replace(/[^a-z0-9]/g, asCode));
  return new RegExp(`^${escaped.join(".*")}$`, "s").test(held.trim().toLowerCase());
}

/** Stars may be cut in between the halves of a letter. */
const asCode = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** "|wrong|password|" */
const joined = (text: string): string =>
  `|${text
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}_]+/u)
    .filter(Boolean)
    .map((word) => `${word}|`)
    .join("")}`;

function textOf({ description, details }: Given): string {
  const error = (details as { error?: { message?: string } } | null | undefined)?.error;
  return [description, error?.message].filter((one) => typeof one === "string").join("\n");
}

function isFrom(value: string, held: unknown): boolean {
  if (typeof held !== "string" || held.trim() === "") return false;
  if (held.trim().toLowerCase() === value.trim().toLowerCase()) return true;
  const [, address = "", bits = ""] = /^([^/]+)\/(\d+)$/.exec(value) ?? [];
  const [net, ip] = [numberOf(address), numberOf(held)];
  if (net === undefined || ip === undefined) return false;
  const left = (address.includes(":") ? 128 : 32) - Number(bits);
  return left >= 0 && net >> BigInt(left) === ip >> BigInt(left);
}

/** An address as a number, of version 4 as version 6 has it; undefined for none. */
function numberOf(address: string): bigint | undefined {
  const four = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  if (four) return four.slice(1).reduce((sum, part) => sum * 256n + BigInt(part), 0xffffn);
  if (!/^[0-9a-f:]+$/.test(address) || !address.includes("::")) return undefined;
  const [front = "", back = ""] = address.split("::");
  const [head, tail] = [front, back].map((half) => half.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - (head?.length ?? 0) - (tail?.length ?? 0) }, () => "0");
  const all = [...(head ?? []), ...zeros, ...(tail ?? [])];
  return all.reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}

/** Also times that begin or end with an event itself. */
const edges = fc.constantFrom("since" as const, "until" as const, undefined);

it("finds exactly the events that a plain reading of the query finds", () => {
  const events = fc.array(records, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(events, queries, edges, (given, asked, edge) => {
      const at = new Date(given[0]?.date ?? 0);
      const query = edge ? { ...asked, [edge]: at } : asked;
      const matches = matcherOf(query);
      for (const one of given) {
        const event = logEventOf(one);
        if (event) expect([one, matches(event)]).toEqual([one, means(query, one)]);
      }
    }),
    { numRuns: 3000 },
  );
});
