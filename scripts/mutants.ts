import { mutants } from "./mutants/list.ts";
import type { Breach, Mutant } from "./mutants/mutant.ts";
import { asChanges, strays } from "./mutants/places.ts";
import { breaches } from "./mutants/threats/list.ts";
import { copyTree, type Tree } from "./mutants/tree.ts";

// npm run mutants [rule …] [T1 …]: breaks each rule, and each claim of THREATS.md, on purpose, in a copy of the tree, and
// demands that a test turns red. With --check it only looks whether each still finds the code that it would break.

const asked = process.argv.slice(2).filter((word) => word !== "--check");
const isAsked = (word: string) => asked.length === 0 || asked.includes(word);
const rules = mutants.filter(({ rule }) => isAsked(String(rule)));
const claims = breaches.filter(({ threat }) => isAsked(`T${threat}`));
const all = [...rules.map(asChanges), ...claims];

const lost = strays(process.cwd(), all);
for (const words of lost) console.log(`STALE     ${words}`);
const bad = process.argv.includes("--check") ? lost.length : lost.length + breakAll();
console.log(`${all.length} to break, ${bad} not caught or stale`);
process.exitCode = bad === 0 ? 0 : 1;

function breakAll(): number {
  const tree = copyTree();
  const isWhole = (one: Mutant | Breach) =>
    strays(tree.top, ["changes" in one ? one : asChanges(one)]).length === 0;
  try {
    if (!tree.passes(all.flatMap(({ tests }) => tests))) {
      throw new Error("The tests fail before anything is broken; mend that first.");
    }
    return [
      ...rules.filter(isWhole).map((mutant) => survived(tree, mutant)),
      ...claims.filter(isWhole).map((breach) => heldOut(tree, breach)),
    ].filter(Boolean).length;
  } finally {
    tree.remove();
  }
}

function survived(tree: Tree, mutant: Mutant): boolean {
  const survives = tree.whileChanged(asChanges(mutant).changes, () => tree.passes(mutant.tests));
  const verdict = survives ? "SURVIVED" : "caught";
  console.log(`${verdict.padEnd(9)} rule ${String(mutant.rule).padStart(2)}: ${mutant.name}`);
  return survives;
}

/** True where a test stays green that THREATS.md says proves the claim. */
function heldOut(tree: Tree, { threat, name, changes, tests, reds }: Breach): boolean {
  const failed = tree.whileChanged(changes, () => tree.failing(tests, reds));
  const green = reds.filter((red) => !failed.includes(red));
  console.log(`${(green.length > 0 ? "SURVIVED" : "caught").padEnd(9)} T${threat}: ${name}`);
  for (const test of green) console.log(`          stays green: ${test}`);
  return green.length > 0;
}
