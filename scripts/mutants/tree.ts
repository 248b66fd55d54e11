import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Change } from "./mutant.ts";

/** A copy of the tree in which things may be broken. */
export interface Tree {
  readonly top: string;
  /** Does the work while the code is changed. */
  whileChanged<T>(changes: readonly Change[], work: () => T): T;
  /** True where all tests of these files pass. */
  passes(tests: readonly string[]): boolean;
  /** Which of these tests failed, by their names as they are written; `%s` stands for anything. */
  failing(tests: readonly string[], names: readonly string[]): readonly string[];
  remove(): void;
}

export function copyTree(): Tree {
  const top = mkdtempSync(join(tmpdir(), "watchpost-mutants-"));
  const listed = execFileSync("git", [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  ]);
  for (const file of listed.toString().split("\0").filter(Boolean)) cpSync(file, join(top, file));
  symlinkSync(join(process.cwd(), "node_modules"), join(top, "node_modules"));
  return {
    top,
    whileChanged: (changes, work) => whileChanged(top, changes, work),
    passes: (tests) => vitest(top, ["--bail=1", ...new Set(tests)]) === 0,
    failing: (tests, names) => failing(top, tests, names),
    remove: () => rmSync(top, { recursive: true, force: true }),
  };
}

function whileChanged<T>(top: string, changes: readonly Change[], work: () => T): T {
  const before = new Map<string, string>();
  for (const { file, from, to } of changes) {
    const path = join(top, file);
    const text = readFileSync(path, "utf8");
    if (!before.has(path)) before.set(path, text);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
  try {
    return work();
  } finally {
    for (const [path, text] of before) writeFileSync(path, text);
  }
}

interface Report {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

function failing(
  top: string,
  tests: readonly string[],
  names: readonly string[],
): readonly string[] {
  const report = join(top, "report.json");
  rmSync(report, { force: true });
  const pattern = names.map((name) => writtenAs(name).source).join("|");
  // One that hangs has failed.
  const given = ["-t", pattern, "--testTimeout=30000", ...(names.length === 1 ? ["--bail=1"] : [])];
  vitest(top, [...given, "--reporter=json", `--outputFile=${report}`, ...new Set(tests)]);
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const titles = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ status }) => status === "failed")
    .map(({ title }) => title);
  return names.filter((name) =>
    titles.some((title) => new RegExp(`^${writtenAs(name).source}$`, "su").test(title)),
  );
}

/** The name of a test that is written once for many cases, as each of them is called. */
function writtenAs(name: string): RegExp {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/gu, "\\$&");
  return new RegExp(literal.replace(/%[sdijo]|\\\$\w+/gu, ".*"), "u");
}

function vitest(top: string, given: readonly string[]): number | null {
  const program = join(top, "node_modules/vitest/vitest.mjs");
  return spawnSync(process.execPath, [program, "run", ...given], { cwd: top, stdio: "ignore" })
    .status;
}
