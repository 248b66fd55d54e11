import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const top = fileURLToPath(new URL("../..", import.meta.url));

/** What the product says at the level error, as it stands in the code. */
function errorsSaid(): readonly string[] {
  const files = ["src", "adapters"].flatMap((folder) =>
    readdirSync(join(top, folder), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => join(top, folder, path)),
  );
  return files.flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return [...text.matchAll(/\blog\.error\(/g)].flatMap(({ index }) => {
      const words = /"([^"\n]+)",?\s*\)$/.exec(callAt(text, index))?.[1];
      return words === undefined ? [] : [words];
    });
  });
}

/** The whole call that begins there. */
function callAt(text: string, from: number): string {
  let depth = 0;
  for (let at = text.indexOf("(", from); at < text.length; at += 1) {
    if (text[at] === "(") depth += 1;
    if (text[at] === ")") depth -= 1;
    if (depth === 0) return text.slice(from, at + 1);
  }
  return "";
}

it("every error that the log can say has its cause and its cure in the docs", () => {
  const said = errorsSaid();
  expect(said.length).toBeGreaterThan(40);
  const [, table = ""] = readFileSync(join(top, "docs/operate.md"), "utf8").split(
    "## Errors in the log",
  );
  const written = new Set([...table.matchAll(/`([^`]+)`/g)].map(([, words]) => words));
  expect(said.filter((words) => !written.has(words))).toEqual([]);
});
