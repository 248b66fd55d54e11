import type { Mutant } from "./mutant.ts";

const farBehind = ["test/logs/reading/far-behind.test.ts"];

/** Rule 5 of a log that is read: what is missing is never taken for what did not happen. */
export const logReaderMutants: readonly Mutant[] = [
  {
    rule: 5,
    name: "take a log's clock for ours",
    file: "src/logs/reading/prover.ts",
    from: "before(at, pace.settleMs + pace.skewMs)",
    to: "before(at, pace.settleMs)",
    tests: farBehind,
  },
  {
    rule: 5,
    name: "prove a log to its end although an event was seen late behind it",
    file: "src/logs/reading/settled.ts",
    from: "return moment && moment < at ? moment : at;",
    to: "return at;",
    tests: ["test/logs/reading/settled.test.ts"],
  },
  {
    rule: 5,
    name: "take an event's own time for when it came in",
    file: "src/logs/reading/settled.ts",
    from: "events.findIndex(({ id }) => (cameInAt(id) ?? old) >= old)",
    to: "events.findIndex(({ id, at }) => (cameInAt(id) ?? at) >= old)",
    tests: ["test/logs/reading/tenant-reading.test.ts"],
  },
  {
    rule: 5,
    name: "take for certain what Auth0 may forget within the hour",
    file: "src/logs/reading/doubt.ts",
    from: "until.getTime() < oldest + pace.edgeMs",
    to: "until.getTime() < oldest",
    tests: farBehind,
  },
  {
    rule: 5,
    name: "remember for ever what the oldest event of a log was",
    file: "src/logs/reading/doubt.ts",
    from: "if (floor && at - floor.at < HOUR)",
    to: "if (floor)",
    tests: farBehind,
  },
  {
    rule: 5,
    name: "begin a log behind what came in last of its oldest events",
    file: "src/logs/reading/oldest.ts",
    from: "last: inOrder.findLast(isSurelyHere) ?? first",
    to: "last: inOrder.at(-1) ?? first",
    tests: farBehind,
  },
  {
    rule: 5,
    name: "take a log's clock for ours when it is read for the first time",
    file: "src/logs/reading/prover.ts",
    from: "at: before(seen.at, seen.pace.skewMs)",
    to: "at: seen.at",
    tests: farBehind,
  },
];
