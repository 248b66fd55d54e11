import type { Tables } from "./schema.ts";

/** Which tables each migration makes, in their order. */
const made: readonly (readonly (keyof Tables)[])[] = [
  [
    "migrations",
    "records",
    "targets",
    "subjects",
    "subscriptions",
    "conversations",
    "outbox",
    "cards",
  ],
  ["login_runs", "ledger", "waivers", "assessments", "digest_schedules", "digest_weeks"],
  [],
  ["audit", "audit_about", "audit_ends"],
  [],
];

/** What a store of that version must have and has not, in words. Undefined where nothing is missing. */
export function missingIn(version: number, found: readonly string[]): string | undefined {
  return missing(made.slice(0, version).flat(), found);
}

/** What is wanted and not found, in words. */
export function missing(wanted: readonly string[], found: readonly string[]): string | undefined {
  const lacking = wanted.filter((name) => !found.includes(name));
  if (lacking.length === 0) return undefined;
  return `It lacks the ${lacking.length === 1 ? "table" : "tables"} ${lacking.join(", ")}.`;
}

export const restoreFix = "Stop the bot and put the last backup in its place.";
