import type { Mutant } from "./mutant.ts";

/** The rules as security bulletins keep them. */
export const bulletinMutants: readonly Mutant[] = [
  {
    rule: 3,
    name: "tell Okta's old notices when its feed is first read",
    file: "src/core/novelty.ts",
    from: "  if (after.history) return nothing;\n",
    to: "",
    tests: ["test/adapters/store.test.ts"],
  },
  {
    rule: 5,
    name: "take a read of which a part is missing for a whole one",
    file: "adapters/sql/subjects.ts",
    from: "    missed === undefined\n",
    to: "    missed !== target.key\n",
    tests: ["test/adapters/store.test.ts"],
  },
  {
    rule: 5,
    name: "close a bulletin because OSV could not be asked",
    file: "src/sources/advisories-subject.ts",
    from: "  if (open && !scene.complete) return undefined;\n",
    to: "",
    tests: ["test/sources/advisories-trouble.test.ts"],
  },
  {
    rule: 10,
    name: "let an advisory's link lead anywhere",
    file: "src/sources/advisories-told.ts",
    from: "const links = references.filter(({ url }) => isLink(url));",
    to: "const links = references.filter(({ url }) => isLink(url) || true);",
    tests: ["test/sources/advisories-trouble.test.ts"],
  },
  {
    rule: 11,
    name: "let a viewer write into the ledger",
    file: "src/commands/bulletin.ts",
    from: '    if (adds || action !== "") mayAct(context);\n',
    to: "",
    tests: ["test/commands/bulletin.test.ts"],
  },
  {
    rule: 12,
    name: "take a question along to where an answer points",
    file: "src/feeds/request.ts",
    from: "      if (given.body !== undefined) return refuseToSendOn(url);\n",
    to: "",
    tests: ["test/feeds/data.test.ts"],
  },
];
