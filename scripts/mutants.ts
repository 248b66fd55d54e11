import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mutants } from "./mutants/list.ts";
import type { Mutant } from "./mutants/mutant.ts";

// npm run mutants [rule …]: breaks each rule on purpose, in a copy of the tree, and demands that a test turns red.

const wanted = process.argv.slice(2).map(Number);
const chosen = mutants.filter(({ rule }) => wanted.length === 0 || wanted.includes(rule));
const copy = mkdtempSync(join(tmpdir(), "watchpost-mutants-"));
let survivors = 0;

try {
  copyTree();
  for (const mutant of chosen) {
    const verdict = judge(mutant);
    if (verdict !== "caught") survivors += 1;
    console.log(`${verdict.padEnd(9)} rule ${String(mutant.rule).padStart(2)}: ${mutant.name}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(`${chosen.length - survivors} caught, ${survivors} not caught`);
process.exitCode = survivors === 0 ? 0 : 1;

function copyTree(): void {
  const listed = execFileSync("git", [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  ]);
  for (const file of listed.toString().split("\0").filter(Boolean)) cpSync(file, join(copy, file));
  symlinkSync(join(process.cwd(), "node_modules"), join(copy, "node_modules"));
  if (!testsPass(chosen.flatMap(({ tests }) => tests))) {
    throw new Error("The tests fail before anything is broken; mend that first.");
  }
}

function judge({ file, from, to, tests }: Mutant): "caught" | "SURVIVED" | "STALE" {
  const path = join(copy, file);
  const whole = readFileSync(path, "utf8");
  // A mutation that no longer finds its place proves nothing.
  if (whole.split(from).length !== 2) return "STALE";
  writeFileSync(
    path,
    whole.replace(from, () => to),
  );
  const caught = !testsPass(tests);
  writeFileSync(path, whole);
  return caught ? "caught" : "SURVIVED";
}

function testsPass(tests: readonly string[]): boolean {
  const vitest = join(copy, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "run", "--bail=1", ...new Set(tests)];
  return spawnSync(process.execPath, args, { cwd: copy, stdio: "ignore" }).status === 0;
}
