import fc from "fast-check";
import { expect, it } from "vitest";
import { logQuery } from "../../adapters/auth0/log-query.ts";
import { matcherOf } from "../../src/core/log-match.ts";
import type { LogField, LogQuery, LogTerm } from "../../src/core/log-query.ts";
import { logEventOf } from "../../src/core/log-record.ts";
import { answers, type Question, readQuery, shapeOf } from "../fakes/auth0/query.ts";
import { anyWords } from "../properties/words.ts";

const nasty = fc.constantFrom(
  '"',
  "\\",
  '\\"',
  "(",
  ")",
  " AND ",
  " OR ",
  " NOT ",
  "?",
  "\n",
  "\u0000",
  "\u2028",
  "\ud800",
  "[2026 TO *]",
  "{a TO b}",
  "type:*",
  "~",
  "^",
  "/.*/",
  "&&",
  "||",
  "+",
  "-",
  "!",
  ":",
  "\u3000",
  "☂",
  "👩‍💻",
  "e\u0301",
  "x".repeat(5000),
);
const words = fc
  .array(fc.oneof(nasty, anyWords(), anyWords()), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) => pieces.join("").replaceAll("*", ""))
  .filter((given) => [...given.trim()].length > 2);

const named: readonly LogField[] = ["type", "user", "client", "connection", "organization"];
const times = {
  since: fc.constant(new Date("2026-11-21T00:00:00Z")),
  until: fc.constant(new Date("2026-11-22T12:34:56.789Z")),
};
const queries: fc.Arbitrary<LogQuery> = fc.record(
  {
    ...times,
    terms: fc.array(
      fc.record(
        {
          field: fc.constantFrom(...named),
          values: fc.array(words, { minLength: 2, maxLength: 2 }),
          not: fc.constant(true as const),
        },
        { requiredKeys: ["field", "values"] },
      ),
      { maxLength: 4 },
    ),
  },
  { requiredKeys: ["terms"] },
);

/** The same query as a harmless person would make it. */
const tame = (query: LogQuery): LogQuery => ({
  ...query,
  terms: query.terms.map((term) => ({
    ...term,
    values: term.values.map((value) => (value === value.toLowerCase() ? "tame" : "Tame")),
  })),
});

const whole = Number.POSITIVE_INFINITY;

const shape = (query: LogQuery): unknown => {
  const said = logQuery(query, whole);
  return said === undefined ? undefined : shapeOf(readQuery(said));
};

it("keeps the query's shape, whatever is typed", () => {
  fc.assert(
    fc.property(queries, (query) => {
      expect(shape(query)).toEqual(shape(tame(query)));
    }),
    { numRuns: 1000 },
  );
});

const one = (field: LogField, ...values: readonly string[]): LogQuery => ({
  terms: [{ field, values }],
});
const without = (field: LogField, ...values: readonly string[]): LogQuery => ({
  terms: [{ field, values, not: true }],
});

it("holds every word as it was typed, but for what no log holds", () => {
  fc.assert(
    fc.property(words, (user) => {
      const kept = valuesOf(readQuery(logQuery(one("user", user), whole) ?? ""));
      const typed = user.trim().replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, " ");
      expect(kept[0]).toBe(typed);
    }),
  );
});

it("makes no word of a text anything but a word", () => {
  fc.assert(
    fc.property(words, (text) => {
      const said = logQuery(one("text", text), whole);
      expect(said ?? "").toMatch(/^(?:[\p{L}\p{N}\p{M}()* ]|\\_|description:)*$/u);
      if (said) readQuery(said);
    }),
  );
});

it("survives the way through an address", () => {
  fc.assert(
    fc.property(queries, (query) => {
      const said = logQuery(query, whole) ?? "";
      const address = new URL(`https://example.com/?${new URLSearchParams({ q: said })}`);
      expect(address.searchParams.get("q")).toBe(said);
    }),
  );
});

const valuesOf = (question: Question): readonly string[] => {
  if ("any" in question) return question.any.flatMap(valuesOf);
  if ("all" in question) return question.all.flatMap(valuesOf);
  return "exact" in question ? [question.exact] : [];
};

const event = {
  type: "fp",
  description: "Wrong email or password (3 left).",
  user_id: "auth0|1",
  user_name: "ada@example.com",
  client_id: "abc",
  client_name: 'Back "office" \\ (EU)',
  connection: "Users",
  ip: "192.0.2.1",
  organization_id: "org_1",
  date: "2026-11-22T12:00:00.000Z",
};

function finds(query: LogQuery): boolean {
  const said = logQuery(query, whole);
  return said === undefined || answers(readQuery(said), event);
}

const met: readonly LogQuery[] = [
  one("type", "s", "fp"),
  one("type", "f*"),
  one("user", "ada@example.com"),
  one("user", " Ada@Example.com "),
  one("user", "auth0|1"),
  one("user", "*@example.com"),
  one("user", "a*a@*"),
  one("client", "abc"),
  one("client", 'Back "office" \\ (EU)'),
  one("connection", "Users"),
  one("ip", "192.0.2.1"),
  one("ip", "192.0.2.0/24"),
  one("ip", "192.0.0.0/20"),
  one("ip", "10.0.0.0/7", "2001:db8::/32"),
  one("organization", "org_1"),
  one("text", "email or"),
  one("text", "wrong EMAIL"),
  one("text", "(3 left)."),
  one("text", "Wr"),
  without("type", "s"),
  without("user", "bob*"),
  without("text", "password"),
  without("ip", "192.0.0.0/20"),
  { since: new Date("2026-11-22T11:00:00Z"), until: new Date("2026-11-22T12:00:00Z"), terms: [] },
];

it("finds what is meant, and what may be", () => {
  for (const query of met) expect(finds(query), JSON.stringify(query)).toBe(true);
});

it("does not find what is not meant", () => {
  const unmet: readonly LogQuery[] = [
    one("type", "f", "s*"),
    one("user", "ada"),
    one("client", "AB"),
    one("ip", "192.0.3.0/24"),
    one("text", "wrongly password"),
    { terms: [...one("text", "password").terms, ...one("type", "s").terms] },
    without("type", "f*"),
    without("user", "bob", "ada@example.com"),
    without("ip", "192.0.2.0/24"),
    { since: new Date("2026-11-22T12:00:00.001Z"), terms: [] },
    { until: new Date("2026-11-22T11:59:59.999Z"), terms: [] },
  ];
  for (const query of unmet) expect(finds(query), JSON.stringify(query)).toBe(false);
});

it("is never narrower than what is meant", () => {
  const some = fc.constantFrom(
    ...met.flatMap(({ terms }) =>
      terms.map((term) => ({ field: term.field, values: term.values })),
    ),
    ...(["person", "organization"] as const).map((field) => one(field, "ada*").terms[0] as LogTerm),
  );
  const known = logEventOf({ ...event, log_id: "90020261122", connection: "users" });
  fc.assert(
    fc.property(fc.array(fc.tuple(some, fc.boolean()), { maxLength: 4 }), (parts) => {
      const terms = parts.map(([term, not]) => (not ? { ...term, not: true as const } : term));
      if (!known || !matcherOf({ terms })(known)) return;
      expect(finds({ terms }), JSON.stringify(terms)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it("asks nothing in particular where nothing was said", () => {
  expect(logQuery({ terms: [] }, whole)).toBeUndefined();
  expect(logQuery(one("user", " "), whole)).toBeUndefined();
  expect(logQuery(one("person", "ada"), whole)).toBeUndefined();
});

it("leaves something out of something, also where no time is said", () => {
  expect(logQuery(without("type", "s"), whole)).toBe('date:[* TO *] AND NOT type:"s"');
});

it("puts no wildcard in front of one or two characters, which Auth0 refuses", () => {
  expect(logQuery(one("text", "ab"), whole)).toBeUndefined();
  expect(logQuery(one("text", "abc"), whole)).toContain(":*abc*");
  expect(logQuery(one("user", "*ab"), whole)).toBeUndefined();
});

it("asks wider where a question would be too long", () => {
  const codes = Array.from({ length: 300 }, (_, index) => `code_${index}`);
  const query: LogQuery = { terms: [...one("type", ...codes).terms, ...one("user", "ada").terms] };
  expect(logQuery(query, 4000)).toBe('(user_id:"ada" OR user_name:"ada")');
  expect(logQuery(query, whole)).toContain('type:"code_299"');
});
