import type { Mutant } from "./mutant.ts";

/** What holds of readiness and its waivers. */
export const readinessMutants: readonly Mutant[] = [
  {
    rule: 7,
    name: "let a part of a tenant that hangs keep readiness waiting",
    file: "src/digest/gather.ts",
    from: "const deadlineMs = 20 * SECOND;",
    to: "const deadlineMs = 2000 * SECOND;",
    tests: ["test/digest/readiness.test.ts"],
  },
  {
    rule: 8,
    name: "judge a tenant without the evidence",
    file: "src/core/judge.ts",
    from: "  if (missing.length > 0) return unknown(check, missing);\n",
    to: "",
    tests: ["test/core/judge.test.ts", "test/digest/readiness.test.ts"],
  },
  {
    rule: 8,
    name: "take what evidence leaves open for a pass",
    file: "src/core/judge.ts",
    from: "return doubts.length > 0 ? unknown(check, doubts) : ",
    to: "return ",
    tests: ["test/core/judge.test.ts"],
  },
  {
    rule: 10,
    name: "name the synthetic login's user in a finding",
    file: "src/checks/test-user-unprivileged.ts",
    from: '...held("roles", testUser.roles)',
    to: '...held("roles", [testUser.id, ...testUser.roles].slice(testUser.roles.length ? 0 : 1))',
    tests: ["test/checks/test-user-unprivileged.test.ts"],
  },
  {
    rule: 11,
    name: "let operators waive",
    file: "src/commands/waive.ts",
    from: 'access: "admin"',
    to: 'access: "operator"',
    tests: ["test/commands/readiness.test.ts"],
  },
  {
    rule: 11,
    name: "let a waiver stand after its date",
    file: "src/core/judge.ts",
    from: " && waiver.until > at",
    to: "",
    tests: ["test/core/judge.test.ts"],
  },
];
