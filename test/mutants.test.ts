import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mutants } from "../scripts/mutants/list.ts";
import { asChanges, strays } from "../scripts/mutants/places.ts";
import { breaches } from "../scripts/mutants/threats/list.ts";

const top = fileURLToPath(new URL("..", import.meta.url));
const changed = mutants.map(asChanges);

describe("what npm run mutants breaks", () => {
  it("is there, once, and so are the tests that must notice", () => {
    expect(mutants.length).toBeGreaterThan(200);
    expect(strays(top, [...changed, ...breaches])).toEqual([]);
  });

  it("would be missed where it is not, or stands there twice", () => {
    const [file, tests] = ["test/mutants.test.ts", ["test/nowhere.test.ts"]];
    const words = readFileSync(join(top, file), "utf8").slice(0, 40);
    const changes = [words, "toBeGreater", `${words} and no more`];
    const of = (from: string) => ({ name: from, changes: [{ file, from, to: "" }], tests: [] });
    expect(strays(top, [of(words)])).toEqual([]);
    expect(strays(top, changes.map(of))).toHaveLength(2);
    expect(strays(top, [{ name: "x", changes: [], tests }])).toEqual([
      "x: there is no test/nowhere.test.ts",
    ]);
  });
});
