import type { TargetName } from "./store.ts";
import type { Subject } from "./subject.ts";

/** How bad a weakness is, worst first. */
export const severities = ["critical", "high", "medium", "low"] as const;
export type Severity = (typeof severities)[number];

/** What the facts on a bulletin's card are called: the rest of the bot finds them by these words. */
export const advisoryFacts = {
  affected: "Affected",
  severity: "Severity",
  aliases: "Also known as",
  told: "Told by",
  added: "Added by",
} as const;

/** All bulletins come by this one target, those that people add too. */
export const advisoriesTarget: TargetName = {
  key: "advisories",
  source: "advisories",
  title: "Security advisories",
};

/** What the target is called while the settings name nothing of ours to compare: nobody may take that for health. */
export const nothingCompared = `${advisoriesTarget.title} (no package of ours is named in the settings)`;

/** The CVE and GHSA ids that a text names, as they are usually written, each once. */
export function idsIn(words: string): readonly string[] {
  const cves = words.match(/\bCVE-\d{4}-\d{4,10}\b/gi) ?? [];
  const ghsas = words.match(/\bGHSA(-[0-9a-z]{4}){3}\b/gi) ?? [];
  return [...new Set([...cves, ...ghsas].map(idAs))];
}

/** `CVE-2026-40155`, `GHSA-xq8m-7c5p-c2r6`: one way to write each; other ids stay as they are. */
export function idAs(written: string): string {
  if (/^CVE-/i.test(written)) return written.toUpperCase();
  return /^GHSA-/i.test(written) ? `GHSA-${written.slice(5).toLowerCase()}` : written;
}

type Facts = Pick<Subject, "facts">;

export const factsCalled = (
  { facts }: Facts,
  name: keyof typeof advisoryFacts,
): readonly string[] =>
  facts.filter(({ label }) => label === advisoryFacts[name]).map(({ value }) => value);

/** Every id a bulletin goes by, its own first. */
export function idsOf(subject: Pick<Subject, "id" | "facts">): readonly string[] {
  const others = factsCalled(subject, "aliases").flatMap((value) => value.split(", "));
  return [...new Set([subject.id, ...others])];
}

/** `@auth0/nextjs-auth0 4.12.0 (web/package-lock.json)`: each use of ours that is affected, without what to do. */
export const affectedBy = (subject: Facts): readonly string[] =>
  factsCalled(subject, "affected").map((value) => value.split("; ")[0] ?? value);

export const severityOf = ({ labels }: Pick<Subject, "labels">): Severity | undefined =>
  severities.find((level) => labels.includes(level));

/** A person added it: it stays open until it is marked as handled. */
export const isAdded = (subject: Facts): boolean => factsCalled(subject, "added").length > 0;
