import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checks } from "../src/checks/index.ts";
import { commands } from "../src/commands/index.ts";
import { roles } from "../src/core/access.ts";
import { ownEvidence, severities } from "../src/core/check.ts";
import { parseArgs, wordsOf } from "../src/core/line.ts";
import type { PartName } from "../src/core/tenant.ts";
import { sources } from "../src/sources/index.ts";

const context = { now: new Date("2026-11-22T12:00:00Z"), zone: "UTC" };
const mirror = (path: string) => new URL(`./${path}.test.ts`, import.meta.url);

/** What every registered thing owes the tables it appears in. */
function describeListed(what: string, listed: readonly { name: string; summary: string }[]): void {
  describe(what, () => {
    it("have names of their own", () => {
      const names = listed.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(0);
    });

    it.each(listed.map((each) => [each.name, each] as const))(
      "%s fits the tables",
      (name, { summary }) => {
        expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
        expect(summary).toMatch(/^[A-Z][^\n]*[^.\n]$/);
        expect(summary.length).toBeLessThanOrEqual(75);
        const test = `${what}/${name}`;
        expect(existsSync(mirror(test)), `its test, test/${test}.test.ts, is there`).toBe(true);
      },
    );
  });
}

describeListed("commands", commands);
describeListed(
  "sources",
  sources.map(({ id, summary }) => ({ name: id, summary })),
);

describe("commands", () => {
  it.each(commands.map((command) => [command.name, command] as const))(
    "%s understands its own examples",
    (name, { examples, args }) => {
      expect(examples.length).toBeGreaterThan(0);
      for (const example of examples) {
        const [said, ...words] = wordsOf(example);
        expect(said).toBe(name);
        expect(() => parseArgs(words, args, context)).not.toThrow();
      }
    },
  );

  it.each(commands.map((command) => [command.name, command] as const))(
    "%s says what each argument is, and whom it is for",
    (_name, { args, access }) => {
      expect(roles).toContain(access);
      for (const [key, { about, hint, place }] of Object.entries(args)) {
        expect(key).toMatch(/^[a-z]+$/);
        expect(about).toMatch(/\S.*[^.]$/);
        expect(hint).not.toBe("");
        expect(["word", "rest", "key"]).toContain(place);
      }
    },
  );
});

describe("sources", () => {
  it.each(sources.map((source) => [source.id, source] as const))(
    "%s can be chosen by its labels",
    (_id, { title, labels }) => {
      expect(title).toMatch(/^\S.*\S$/);
      for (const label of labels) expect(label).toMatch(/^[a-z]+(-[a-z]+)*$/);
    },
  );
});

/** Of the tenant itself. The type says that none is forgotten. */
const parts: Readonly<Record<PartName, true>> = {
  settings: true,
  mailProvider: true,
  logStreams: true,
  applications: true,
  actions: true,
  bruteForceProtection: true,
  breachedPasswordDetection: true,
  suspiciousIpThrottling: true,
  customDomains: true,
  rules: true,
  hooks: true,
  testUser: true,
};

describeListed(
  "checks",
  checks.map(({ id, title }) => ({ name: id, summary: title })),
);

describe("checks", () => {
  it.each(checks.map((check) => [check.id, check] as const))(
    "%s says how much it matters, and reads what there is, each once",
    (_id, { severity, reads, excusedBy = [] }) => {
      const known = [...Object.keys(parts), ...ownEvidence];
      expect(severities).toContain(severity);
      expect(reads.length).toBeGreaterThan(0);
      for (const name of [...reads, ...excusedBy]) expect(known).toContain(name);
      expect(new Set([...reads, ...excusedBy]).size).toBe(reads.length + excusedBy.length);
    },
  );
});
