import type { Breach } from "../mutant.ts";

const careful = "src/core/outgoing.ts";
const tests = ["test/doors/services.test.ts"];

/** Services that the settings name, when somebody else stands in their place. */
export const serviceBreaches: readonly Breach[] = [
  {
    threat: 74,
    name: "go where a service leads",
    changes: [
      {
        file: careful,
        from: '{ ...init, redirect: "manual" }',
        to: '{ ...init, redirect: "follow" }',
      },
    ],
    tests,
    reds: ["leads to no other place by a %i, and it is said"],
  },
  {
    threat: 74,
    name: "read an answer however long it is",
    changes: [{ file: careful, from: "if (size > most)", to: "if (size < 0)" }],
    tests,
    reds: ["is read no further than answers are long, plain or packed, and it is said"],
  },
  {
    threat: 74,
    name: "ask for keys wherever somebody says they are",
    changes: [
      {
        file: "adapters/teams/signing-keys.ts",
        from: "if (new URL(where).origin !== new URL(url).origin) {",
        to: "if (!URL.canParse(where)) {",
      },
    ],
    tests,
    reds: ["is asked for it nowhere else, and it is said: %s"],
  },
];
