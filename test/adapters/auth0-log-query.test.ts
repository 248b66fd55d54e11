import fc from "fast-check";
import { expect, it } from "vitest";
import { logQuery } from "../../adapters/auth0/log-query.ts";
import type { LogFilter } from "../../src/core/log-event.ts";
import { answers, type Question, readQuery, shapeOf } from "../fakes/auth0/query.ts";

const nasty = fc.constantFrom(
  '"',
  "\\",
  '\\"',
  "(",
  ")",
  " AND ",
  " OR ",
  " NOT ",
  "*",
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
  .array(fc.oneof(nasty, fc.string({ unit: "binary" }), fc.string()), {
    minLength: 1,
    maxLength: 6,
  })
  .map((pieces) => pieces.join(""))
  .filter((given) => [...given.trim()].length > 2);
const filters: fc.Arbitrary<LogFilter> = fc.record(
  {
    types: fc.array(words, { minLength: 2, maxLength: 2 }),
    user: words,
    client: words,
    connection: words,
    ip: words,
    organization: words,
    text: words,
    since: fc.constant(new Date("2026-11-21T00:00:00Z")),
    until: fc.constant(new Date("2026-11-22T12:34:56.789Z")),
  },
  { requiredKeys: [] },
);

/** The same filter as a harmless person would fill it in. */
const tame = (filter: LogFilter): LogFilter => ({
  ...Object.fromEntries(Object.keys(filter).map((key) => [key, "tame"])),
  ...(filter.types && { types: ["fp", "s"] }),
  ...(filter.since && { since: filter.since }),
  ...(filter.until && { until: filter.until }),
});

const shape = (filter: LogFilter): unknown => {
  const query = logQuery(filter);
  return query === undefined ? undefined : shapeOf(readQuery(query));
};

it("keeps the query's shape, whatever is typed", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      expect(shape(filter)).toEqual(shape(tame(filter)));
    }),
    { numRuns: 1000 },
  );
});

it("holds every word as it was typed, but for what no log holds", () => {
  fc.assert(
    fc.property(words, (user) => {
      const kept = valuesOf(readQuery(logQuery({ user }) ?? ""));
      const typed = user.trim().replace(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, " ");
      expect(kept.slice(0, 2)).toEqual([typed, typed]);
    }),
  );
});

it("survives the way through an address", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const query = logQuery(filter) ?? "";
      const address = new URL(`https://example.com/?${new URLSearchParams({ q: query })}`);
      expect(address.searchParams.get("q")).toBe(query);
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

const finds = (filter: LogFilter): boolean => answers(readQuery(logQuery(filter) ?? ""), event);

it("finds what is meant", () => {
  const met: readonly LogFilter[] = [
    { types: ["s", "fp"] },
    { user: "ada@example.com" },
    { user: " Ada@Example.com " },
    { user: "auth0|1" },
    { client: "abc" },
    { client: 'Back "office" \\ (EU)' },
    { connection: "Users", ip: "192.0.2.1" },
    { organization: "org_1" },
    { text: "email or" },
    { text: "wrong email" },
    { text: "(3 left)." },
    { text: "Wr" },
    { since: new Date("2026-11-22T11:00:00Z"), until: new Date("2026-11-22T12:00:00Z") },
  ];
  for (const filter of met) expect(finds(filter), JSON.stringify(filter)).toBe(true);
});

it("does not find what is not meant", () => {
  const unmet: readonly LogFilter[] = [
    { types: ["f", "f*"] },
    { user: "ada" },
    { user: "*" },
    { client: "ABC" },
    { ip: "192.0.2.*" },
    { text: "w*ng" },
    { text: "password", types: ["s"] },
    { since: new Date("2026-11-22T12:00:00.001Z") },
    { until: new Date("2026-11-22T11:59:59.999Z") },
  ];
  for (const filter of unmet) expect(finds(filter), JSON.stringify(filter)).toBe(false);
});

it("asks nothing in particular where nothing was said", () => {
  expect(logQuery({})).toBeUndefined();
  expect(logQuery({ user: " ", types: [], text: "\n" })).toBeUndefined();
});

it("puts no wildcard in front of one or two characters, which Auth0 refuses", () => {
  expect(logQuery({ text: "ab" })).not.toContain(":*");
  expect(logQuery({ text: "abc" })).toContain(":*abc*");
});
