import { existsSync, readFileSync } from "node:fs";
import semver from "semver";
import { describe, expect, it } from "vitest";
import { isAllowed, licenceProblem } from "../../scripts/supply/licence-rules.ts";
import { lockOf, type Place, shippedIn } from "../../scripts/supply/lock.ts";

const top = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, top), "utf8");

const project: {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
  readonly overrides: Readonly<Record<string, string>>;
} = JSON.parse(read("package.json"));
const lockText = read("package-lock.json");
const lock = lockOf(lockText);
const places = [...lock.places.values()];
const shipped = shippedIn(lock);
const titleOf = ({ path, version }: Place): string => `${path} ${version}`;

describe("the policy on other people's packages", () => {
  it("names every version exactly, in package.json and in the lock", () => {
    const named = Object.entries({ ...project.dependencies, ...project.devDependencies });
    const inexact = named.filter(([, version]) => semver.valid(version) !== version);
    expect(inexact).toEqual([]);
    expect(named.filter(([name, version]) => lockedAt(name) !== version)).toEqual([]);
    expect(places.filter(({ version }) => semver.valid(version) === null)).toEqual([]);
  });

  it("has a digest for every package, so that what is installed is what was looked at", () => {
    const without = places.filter(({ integrity }) => !/^sha512-\S{86}==$/.test(integrity ?? ""));
    expect(without.map(titleOf)).toEqual([]);
  });

  it("names no registry and no other place that a package would come from", () => {
    expect(places.filter(({ resolved }) => resolved !== undefined).map(titleOf)).toEqual([]);
    expect(lockText).not.toMatch(/git\+|\.tgz|"file:/);
    expect(read(".npmrc")).toContain("omit-lockfile-registry-resolved=true");
  });

  it("lets packages run scripts while they are installed only where package.json allows it by name", () => {
    const running = places.filter(({ runsScripts }) => runsScripts).map(({ name }) => name);
    expect(Object.keys(project.allowScripts).sort()).toEqual([...new Set(running)].sort());
    expect(read(".npmrc")).toContain("strict-allow-scripts=true");
  });

  it("knows of every installed package that would run scripts", () => {
    const installed = places.filter(({ path }) => existsSync(new URL(`${path}/package.json`, top)));
    expect(installed.length).toBeGreaterThan(300);
    expect(installed.filter((place) => wouldRun(place) && !place.runsScripts).map(titleOf)).toEqual(
      [],
    );
  });

  it("gives a reason for every package that is held at another version than its users ask for", () => {
    const reasons = read("ARCHITECTURE.md");
    const unexplained = Object.keys(project.overrides).filter(
      (name) => !new RegExp(`\`overrides\`.*\`${name}\``).test(reasons),
    );
    expect(unexplained).toEqual([]);
  });

  it("ships each large package in one version, but for four, for reasons that are written down", () => {
    const large = [...Object.keys(project.dependencies), "@slack/web-api", "express", "axios"];
    // What comes with the two SDKs that were chosen.
    const several = ["auth0", "htmlparser2", "jose", "zod"];
    const versions = (name: string) =>
      new Set(shipped.filter((place) => place.name === name).map(({ version }) => version)).size;
    expect(large.filter((name) => versions(name) !== 1)).toEqual(several);
    const reasons = read("ARCHITECTURE.md");
    for (const name of several) expect(reasons).toMatch(new RegExp(`but for .*${name} \\d`));
  });

  it("ships nothing whose licence is unknown or not on the list", () => {
    expect(shipped.flatMap((place) => licenceProblem(place) ?? [])).toEqual([]);
  });

  it("is told by the lock what the packages themselves say of their licence", () => {
    const differing = shipped.filter((place) => {
      const file = new URL(`${place.path}/package.json`, top);
      return existsSync(file) && JSON.parse(readFileSync(file, "utf8")).license !== place.licence;
    });
    expect(differing.map(titleOf)).toEqual([]);
  });
});

const lockedAt = (name: string): string | undefined =>
  lock.places.get(`node_modules/${name}`)?.version;

/** As npm finds it: scripts of its own, or a `binding.gyp` without any. */
function wouldRun({ path }: Place): boolean {
  const { scripts = {}, gypfile } = JSON.parse(read(`${path}/package.json`));
  const own = ["preinstall", "install", "postinstall"].some((name) => Object.hasOwn(scripts, name));
  return own || (gypfile !== false && existsSync(new URL(`${path}/binding.gyp`, top)));
}

describe("the licences that may ship", () => {
  it.each([
    "MIT",
    "(MIT OR WTFPL)",
    "(BSD-2-Clause OR MIT OR Apache-2.0)",
    "MIT AND ISC",
    "GPL-3.0-only OR (MIT AND BSD-3-Clause)",
  ])("take %s", (expression) => {
    expect(isAllowed(expression)).toBe(true);
  });

  it.each([
    "GPL-3.0-only",
    "MIT AND GPL-3.0-only",
    "(MIT OR WTFPL) AND AGPL-3.0-only",
    "UNLICENSED",
    "SEE LICENSE IN LICENSE",
    "MIT OR",
    "(MIT",
    "MIT)",
    "MIT MIT",
    "Apache-2.0 WITH LLVM-exception",
    "",
    "()",
  ])("refuse %j", (expression) => {
    expect(isAllowed(expression)).toBe(false);
  });

  it("say of which package they are missed, and what to do", () => {
    const of = (licence: string | undefined) =>
      licenceProblem({ name: "left-pad", version: "1.3.0", licence });
    expect(of("MIT")).toBeUndefined();
    expect(of("GPL-3.0-only")).toBe(
      'left-pad 1.3.0 is under "GPL-3.0-only", which is not among the licences that may ship (scripts/supply/licence-rules.ts). Do without it, or add the licence there.',
    );
    expect(of(undefined)).toBe(
      "left-pad 1.3.0 names no licence, so nobody may pass it on. Do without it.",
    );
  });
});
