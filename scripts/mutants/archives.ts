import type { Mutant } from "./mutant.ts";

const contract = ["test/logs/archive.test.ts"];
const keeper = ["test/logs/keeper.test.ts"];
const sieve = ["test/logs/archive-sieve.test.ts"];

/** What an archive's answers rest on: rule 8, and for holes rule 5. */
export const archiveMutants: readonly Mutant[] = [
  {
    rule: 8,
    name: "end a page before events of its last moment that were not looked at yet",
    file: "adapters/sql/sqlite-archive-search.ts",
    from: "event.at.getTime() > at ? 1 : 0",
    to: "event.at.getTime() >= at ? 1 : 0",
    tests: contract,
  },
  {
    rule: 8,
    name: "call a page all there is where far more was found",
    file: "adapters/sql/sqlite-archive-search.ts",
    from: "slice(0, limit + 1);",
    to: "slice(0, limit);",
    tests: ["test/adapters/sqlite-archive-pages.test.ts"],
  },
  {
    rule: 5,
    name: "call a log proved from before it was lost track of",
    file: "adapters/sql/sqlite-archive-tenants.ts",
    from: "coalesce(@since, since_at, @until)",
    to: "coalesce(since_at, @since, @until)",
    tests: contract,
  },
  {
    rule: 5,
    name: "forget a hole of which a part is kept still",
    file: "adapters/sql/sqlite-archive-tenants.ts",
    from: "to_at <= @at",
    to: "from_at <= @at",
    tests: contract,
  },
  {
    rule: 8,
    name: "let go of what is newer with what is older",
    file: "adapters/sql/sqlite-archive-expire.ts",
    from: "    .filter(({ max_at }) => max_at <= last)\n",
    to: "",
    tests: contract,
  },
  {
    rule: 8,
    name: "pass over a long text",
    file: "adapters/sql/sqlite-archive-terms.ts",
    from: 'text: (value) => [ofWords(value), ["w?"]],',
    to: "text: (value) => [ofWords(value)],",
    tests: sieve,
  },
  {
    rule: 8,
    name: "pass over an event that names hundreds of people",
    file: "adapters/sql/sqlite-archive-terms.ts",
    from: 'person: (value) => [ofPerson(value), ["p?"]],',
    to: "person: (value) => [ofPerson(value)],",
    tests: sieve,
  },
  {
    rule: 8,
    name: "look for an application's failures where those are left out",
    file: "adapters/sql/sqlite-archive-terms.ts",
    from: 'field === "type" && !not && values.length > 0',
    to: 'field === "type" && values.length > 0',
    tests: sieve,
  },
  {
    rule: 8,
    name: "take no event again that was let go of",
    file: "adapters/sql/sqlite-archive-expire.ts",
    from: "    segments.release(tenant, events);\n",
    to: "",
    tests: contract,
  },
  {
    rule: 8,
    name: "call a kind of event first seen when the first of a delivery was",
    file: "adapters/sql/sqlite-archive-counts.ts",
    from: "      if (at < tally.first.at) tally.first = event;\n",
    to: "",
    tests: contract,
  },
  {
    rule: 1,
    name: "tell a tail of one tenant what came in of another",
    file: "src/logs/keeper.ts",
    from: "const { added, fresh } = all[index] as KeptBatch;",
    to: "const { added, fresh } = all[index && 0] as KeptBatch;",
    tests: keeper,
  },
  {
    rule: 1,
    name: "let one batch that cannot be kept take others with it",
    file: "src/logs/keeper.ts",
    from: "if (waiting.length > 1) for (const one of waiting) await addAll(engine, [one], onFresh);\n    else waiting[0]?.failed(error);",
    to: "for (const one of waiting) one.failed(error);",
    tests: keeper,
  },
];
