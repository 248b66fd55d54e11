import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Change, Mutant } from "./mutant.ts";

/** A change that no longer finds its place, once, proves nothing. */
function findsPlace(top: string, { file, from }: Change): boolean {
  const path = join(top, file);
  return existsSync(path) && readFileSync(path, "utf8").split(from).length === 2;
}

/** What is wrong with mutants whose code or tests are not there any more, in words. */
export function strays(
  top: string,
  mutants: readonly {
    readonly name: string;
    readonly changes: readonly Change[];
    readonly tests: readonly string[];
  }[],
): readonly string[] {
  return mutants.flatMap(({ name, changes, tests }) => [
    ...changes
      .filter((change) => !findsPlace(top, change))
      .map(({ file, from }) => `${name}: ${file} does not have, once: ${JSON.stringify(from)}`),
    ...tests
      .filter((test) => !existsSync(join(top, test)))
      .map((test) => `${name}: there is no ${test}`),
  ]);
}

export const asChanges = ({ name, tests, also = [], ...change }: Mutant) => ({
  name,
  tests,
  changes: [change, ...also],
});
