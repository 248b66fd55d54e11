import type { Mutant } from "./mutant.ts";

const tests = ["test/adapters/teams-package.test.ts"];

/** The app package for Teams: what Teams would refuse, and what it must not be asked for. */
export const packageMutants: readonly Mutant[] = [
  {
    rule: 12,
    name: "ask each team who its members are although nobody needs to know",
    file: "adapters/teams/manifest.ts",
    from: "teamGroupsIn(groups).owners.length > 0",
    to: "true",
    tests,
  },
  {
    rule: 13,
    name: "list a file of the app package where it is not",
    file: "adapters/teams/zip.ts",
    from: "offset += local.length;",
    to: "",
    tests,
  },
  {
    rule: 13,
    name: "make each app package another one",
    file: "adapters/teams/zip.ts",
    from: "header.writeUInt16LE(day, 8);",
    to: "header.writeUInt32LE(performance.now() * 1000, 6);",
    tests,
  },
  {
    rule: 13,
    name: "suggest more commands than Teams takes",
    file: "adapters/teams/manifest.ts",
    from: '  "home",\n] as const;',
    to: '  "home",\n  "doctor",\n] as const;',
    tests,
  },
];
