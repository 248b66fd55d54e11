import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mutants } from "../scripts/mutants/list.ts";
import { asChanges, strays } from "../scripts/mutants/places.ts";
import { breaches } from "../scripts/mutants/threats/list.ts";

const top = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(top, path), "utf8");
const threats = read("THREATS.md");

interface Proof {
  readonly file: string;
  readonly name: string;
}

const proofsIn = (words: string): readonly Proof[] =>
  [...words.matchAll(/`(test\/[\w/.-]+\.ts)`: “([^”]+)”/gu)].map(([, file = "", name = ""]) => ({
    file,
    name,
  }));

/** As the first argument of a call: `it("…"`, `it.each([…])("…"`, or alone in its line. */
function isTest({ file, name }: Proof): boolean {
  if (!existsSync(join(top, file))) return false;
  const source = read(file);
  const written = [JSON.stringify(name), `'${name}'`, `\`${name}\``];
  return written.some((one) => source.replace(/\(\s+/gu, "(").includes(`(${one},`));
}

const claims = threats
  .split("\n")
  .filter((line) => /^\| T\d+ /u.test(line))
  .map((line) => ({ number: Number(/\d+/u.exec(line)?.[0]), proofs: proofsIn(line) }));

function product(): readonly { path: string; text: string }[] {
  return ["src", "adapters"].flatMap((folder) =>
    readdirSync(join(top, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
      .map((entry) => relative(top, join(entry.parentPath, entry.name)).split(sep).join("/"))
      .map((path) => ({ path, text: read(path) })),
  );
}

const opens =
  /\b(?:create(?:Secure|Guarded)?Server|createSocket|WebSocketServer|mount(?:Under|Beside|Door)?)\(|\.listen\(/u;
const comments = /^\s*(?:\/\/|\/?\*).*$/gmu;

describe("THREATS.md", () => {
  it("proves each of its claims by a test that is there", () => {
    expect(claims.length).toBeGreaterThan(50);
    expect(claims.map(({ number }) => number)).toEqual(claims.map((_, at) => at + 1));
    expect(claims.filter(({ proofs }) => proofs.length === 0)).toEqual([]);
    expect(proofsIn(threats).filter((proof) => !isTest(proof))).toEqual([]);
  });

  it("has each of its claims broken on purpose, once for each test that it names (npm run mutants)", () => {
    const broken = new Set(
      breaches.flatMap(({ threat, reds }) => reds.map((red) => `T${threat} “${red}”`)),
    );
    const named = claims.flatMap(({ number, proofs }) =>
      proofs.map(({ name }) => `T${number} “${name}”`),
    );
    // What is missing needs an entry in scripts/mutants/threats: a change to the code by which that test turns red.
    expect(named.filter((name) => !broken.has(name))).toEqual([]);
    expect([...broken].filter((name) => !named.includes(name))).toEqual([]);
  });

  it("would see that a test is not there", () => {
    expect(
      isTest({ file: "test/threats.test.ts", name: "would see that a test is not there" }),
    ).toBe(true);
    expect(isTest({ file: "test/threats.test.ts", name: "would see that a test" })).toBe(false);
    expect(isTest({ file: "test/nowhere.test.ts", name: "x" })).toBe(false);
  });

  it("names every file of the product in which a door is opened", () => {
    const files = product().filter(({ text }) => opens.test(text.replace(comments, "")));
    const passedOn = ["src/main.ts", "src/services.ts", "src/life.ts", "src/core/platform.ts"];
    const doors = files.map(({ path }) => path).filter((path) => !passedOn.includes(path));
    expect(doors.length).toBeGreaterThan(6);
    expect(doors.filter((path) => !threats.includes(`\`${path}\``))).toEqual([]);
  });

  it("names every signal that the bot hears, and every word that its program takes", () => {
    const heard = product().flatMap(({ text }) => [...text.matchAll(/\bSIG[A-Z]+\d?\b/gu)]);
    const signals = new Set(heard.map(([signal]) => signal));
    expect([...signals]).toContain("SIGUSR2");
    expect([...signals].filter((signal) => !threats.includes(`\`${signal}\``))).toEqual([]);
    const [, words = ""] = /const subcommands[^{]*\{([^}]+)\}/u.exec(read("src/program.ts")) ?? [];
    const named = [...words.matchAll(/^ {2}"?([\w-]+)"?[:,]/gmu)].map(([, word = ""]) => word);
    expect(named).toContain("restore");
    expect(named.filter((word) => !threats.includes(`\`${word}\``))).toEqual([]);
  });

  it("names every path that something is mounted on", () => {
    const named = product().flatMap(({ text }) => [
      ...[...text.matchAll(/\b\w*[pP]ath = "(\/[^"]+)"/gu)].map(([, path]) => path ?? ""),
      ...[...text.matchAll(/\bmount\w*\("(\/[^"]+)"/gu)].map(([, path]) => path ?? ""),
      ...[...text.matchAll(/\{ path: \/\^(\\\/[\w\\/]+)/gu)].map(([, path = ""]) =>
        path.replaceAll("\\", ""),
      ),
    ]);
    expect(named).toEqual(
      expect.arrayContaining(["/slack/events", "/auth0/logs/", "/api/local/lines"]),
    );
    expect(named.filter((path) => !threats.includes(`\`${path}`))).toEqual([]);
  });
});

describe("what npm run mutants breaks", () => {
  it("is there, once, and so are the tests that must notice", () => {
    expect(mutants.length).toBeGreaterThan(200);
    expect(strays(top, [...mutants.map(asChanges), ...breaches])).toEqual([]);
  });

  it("would be missed where it is not, or stands there twice", () => {
    const [file, tests] = ["test/threats.test.ts", ["test/nowhere.test.ts"]];
    const words = read(file).slice(0, 40);
    const changes = [words, "toBeGreater", `${words} and no more`];
    const of = (from: string) => ({ name: from, changes: [{ file, from, to: "" }], tests: [] });
    expect(strays(top, [of(words)])).toEqual([]);
    expect(strays(top, changes.map(of))).toHaveLength(2);
    expect(strays(top, [{ name: "x", changes: [], tests }])).toEqual([
      "x: there is no test/nowhere.test.ts",
    ]);
  });
});
