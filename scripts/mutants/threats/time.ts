import type { Breach } from "../mutant.ts";

const tests = ["test/doors/costly.test.ts"];

/** What costs time with the square of its length. */
export const timeBreaches: readonly Breach[] = [
  {
    threat: 73,
    name: "look for addresses from each place of a text to its end",
    changes: [
      {
        file: "src/core/border-patterns.ts",
        from: "[0-9a-f]{0,4}:[0-9a-f:.]{1,64}(?![\\w:])",
        to: "[0-9a-f]{0,4}:[0-9a-f:]*:[0-9a-f:.]*(?![\\w:])",
      },
    ],
    tests,
    reds: ["crosses the border and is drawn in time that grows with it alone: %s"],
  },
  {
    threat: 73,
    name: "look for a formula behind each sign of a cell anew",
    changes: [
      {
        file: "src/commands/logs-csv.ts",
        from: ".replace(/[; \\p{C}]+/gu, disarmed)",
        to: '.replace(/(?<=[;\\t\\r\\n])(?=[ \\p{C}]*[=+\\-@＝＋－＠])/gu, "\'")',
      },
    ],
    tests,
    reds: ["is a cell of a table in time that grows with it alone: %s"],
  },
  {
    threat: 73,
    name: "look for the end of what is bold through the whole line",
    changes: [
      {
        file: "src/sources/changelog.ts",
        from: "((?:(?!\\1).)+)(?<=\\S)\\1",
        to: "((?:[^\\n]*?[^\\n]*?)\\S)\\1",
      },
    ],
    tests,
    reds: ["is an entry of the change log full of marks without an end: %s"],
  },
  {
    threat: 73,
    name: "look at whatever a page holds",
    changes: [
      {
        file: "src/sources/status-page.ts",
        from: "values: 100_000, depth: 100",
        to: "values: 1e9, depth: 1e9",
      },
      { file: "src/sources/status-page.ts", from: "mostRegions = 200", to: "mostRegions = 1e9" },
      { file: "src/sources/status-page.ts", from: "mostIncidents = 50", to: "mostIncidents = 1e9" },
    ],
    tests,
    reds: ["is a status page of megabytes: %s"],
  },
  {
    threat: 73,
    name: "make something of any answer",
    changes: [{ file: "src/core/modest-json.ts", from: "values > most.values", to: "values < 0" }],
    tests,
    reds: ["is an answer of megabytes that nothing is made of: %s"],
  },
  {
    threat: 73,
    name: "write down all names of a weakness again with each advisory",
    changes: [
      {
        file: "src/sources/advisories-merge.ts",
        from: "  join(ids, draft, byId);\n  return draft;",
        to: "  join(ids, draft, byId);\n  join([...draft.ids], draft, byId);\n  return draft;",
      },
    ],
    tests,
    reds: ["is an advisory with very many versions, or very many names"],
  },
  {
    threat: 73,
    name: "do all of some work at once",
    changes: [{ file: "src/core/in-turns.ts", from: "atOnceMs = 10", to: "atOnceMs = 1e9" }],
    tests,
    reds: ["lets others run in between, also where each piece takes long"],
  },
];
