import type { Mutant } from "./mutant.ts";

const chain = ["test/core/audit-chain.test.ts"];
const lines = ["test/audit/lines.test.ts"];
const words = ["test/core/audit-words.test.ts"];

export const auditMutants: readonly Mutant[] = [
  {
    rule: 11,
    name: "show an answer before its entry is written",
    file: "src/core/dispatch.ts",
    from: "const isKept = await isHeard(said, options);",
    to: "const isKept = true; void isHeard(said, options);",
    tests: lines,
  },
  {
    rule: 11,
    name: "answer what tells of people where the trail cannot be written",
    file: "src/core/said.ts",
    from: 'return Boolean(command.acts || command.access !== "viewer" || command.shares?.(words));',
    to: "return Boolean(command.acts || command.shares?.(words));",
    tests: lines,
  },
  {
    rule: 11,
    name: "run what acts while nothing can be kept",
    file: "src/audit/trail.ts",
    from: "    if (broken) return append([]);\n",
    to: "",
    tests: lines,
  },
  {
    rule: 11,
    name: "leave the hash before out of an entry's hash",
    file: "src/core/audit-chain.ts",
    from: "if (link.previous !== last.hash) return replaced(last, dropped);",
    to: "",
    tests: chain,
  },
  {
    rule: 11,
    name: "take no notice of a trail's missing end",
    file: "src/core/audit-chain.ts",
    from: 'if (last.number < head.number) return missing(last.number + 1, head.number, " at the end");',
    to: "",
    tests: chain,
  },
  {
    rule: 11,
    name: "take no notice of a head that is not in the trail",
    file: "src/core/audit-verify.ts",
    from: "isThere ||= links.some(isNoted);",
    to: "isThere ||= true;",
    tests: chain,
  },
  {
    rule: 10,
    name: "keep what a line says of a person in the audit trail",
    file: "src/core/audit-words.ts",
    from: "const open = publicWords(words, args) ?? words.map(quoted);",
    to: "const open = words.map(quoted);",
    tests: words,
  },
  {
    rule: 10,
    name: "keep the words of a line that was not understood in the audit trail",
    file: "src/core/audit-words.ts",
    from: 'outcome === "wrong" || outcome === "refused" ? isChoice : isHarmless',
    to: "isHarmless",
    tests: words,
  },
  {
    rule: 11,
    name: "let the database change an entry of the audit trail",
    file: "adapters/sql/sqlite-only-add.ts",
    from: "`audit_changed before update on audit ${no(changed)}`,",
    to: "",
    tests: ["test/adapters/sqlite-audit.test.ts"],
  },
];
