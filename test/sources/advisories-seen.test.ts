import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { advisory, factOf, fakeOsv, world } from "./osv-bench.ts";

/** As it is written down. */
interface Seen {
  readonly package: string;
  readonly ecosystem: string;
  readonly cve: string;
  readonly ghsa: string | null;
  readonly affected: string | null;
  readonly fixed: string | null;
}

const samples = new URL("../../../shared/samples/auth0/advisories-seen.json", import.meta.url);

/** One range of versions. */
interface Range {
  readonly from: string;
  readonly below?: string;
  readonly last?: string;
}

/** ">=4.11.0 <4.11.2 || 4.12.0", the fixes dealt out to the ranges that name none. */
function rangesOf({ affected, fixed }: Seen): readonly Range[] {
  const fixes = fixed?.split(" / ") ?? [];
  return (affected ?? "").split(" || ").map((range, index) => {
    const from = />=(\S+)/.exec(range)?.[1] ?? (/^\d/.test(range) ? range : "0");
    const below = /<(?!=)(\S+)/.exec(range)?.[1] ?? fixes[index];
    return below ? { from, below } : { from, last: /<=(\S+)/.exec(range)?.[1] ?? range };
  });
}

const eventsOf = ({ from, below, last }: Range) => [
  { introduced: from },
  ...(below ? [{ fixed: below }] : []),
  ...(last ? [{ last_affected: last }] : []),
];

/** A version as words that sort as versions do, to be compared without the product's help. */
const keyOf = (version: string) =>
  version.replace(/^(\d+\.\d+\.\d+)$/, "$1-z").replace(/\d+/g, (digits) => digits.padStart(6, "0"));

const holds = (version: string) =>
  function within({ from, below, last }: Range): boolean {
    const key = keyOf(version);
    if (from !== "0" && key < keyOf(from)) return false;
    return below ? key < keyOf(below) : key <= keyOf(last ?? "");
  };

/** One step down or up in the last number. */
const step = (version: string, by: 1 | -1): readonly string[] => {
  const [, head = "", tail = ""] = /^(.*?)(\d+)$/.exec(version) ?? [];
  return Number(tail) + by < 0 ? [] : [`${head}${Number(tail) + by}`];
};

/** OSV with this one advisory. npm is judged by the product alone; of PHP's packages OSV is asked. */
function osvOf({ package: name, ecosystem, ghsa, cve }: Seen, ranges: readonly Range[]) {
  const kind = ecosystem === "composer" ? "Packagist" : "npm";
  const osv = fakeOsv(advisory(ghsa ?? cve, [kind, name], ranges.map(eventsOf)));
  if (kind === "Packagist") osv.judges = (_, { version }) => ranges.some(holds(version));
  return osv;
}

/** Every end of a range, and one step to either side. */
const aroundEnds = (ranges: readonly Range[]) =>
  ranges
    .flatMap(({ from, below, last }) => [from, below ?? last ?? ""])
    .filter((version) => version !== "0")
    .flatMap((version) => [...step(version, -1), version, ...step(version, 1)]);

describe.runIf(existsSync(samples))("advisories that were really seen", () => {
  const all = existsSync(samples) ? (JSON.parse(readFileSync(samples, "utf8")) as Seen[]) : [];
  const ranged = all.filter(({ affected }) => affected !== null);

  it("are all there, and all but one have ranges", () => {
    expect([all.length, ranged.length]).toEqual([17, 16]);
  });

  it.each(ranged.map((seen) => [seen.cve, seen.package, seen] as const))(
    "%s of %s: right below, at both ends, and above",
    async (_cve, name, seen) => {
      const ranges = rangesOf(seen);
      const osv = osvOf(seen, ranges);
      const versions = aroundEnds(ranges);
      expect(versions.length).toBeGreaterThanOrEqual(2);
      for (const version of versions) {
        const subjects = await world(osv).read({
          packages: [`${seen.ecosystem}:${name}@${version}`],
        });
        const inside = ranges.find(holds(version));
        expect([version, subjects.length]).toEqual([version, inside ? 1 : 0]);
        const words = factOf(subjects[0], "Affected")?.[0] ?? "";
        expect(words).toContain(inside?.below ? `fixed in ${inside.below}` : "");
      }
    },
  );
});
