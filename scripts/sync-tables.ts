import type { Scope } from "../adapters/slack/scopes.ts";
import type { Check } from "../src/core/check.ts";
import { type Command, usageOf } from "../src/core/command.ts";
import type { DeliveryOutcome } from "../src/core/errors.ts";
import type { Platform } from "../src/core/platform.ts";
import type { Source } from "../src/core/source.ts";
import type { Skip } from "../test/contracts/chat-bench.ts";
import type { Difference } from "../test/story/differences.ts";

/** A table in Markdown. A bar in a cell breaks nothing. */
export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns),
    `|${columns.map(() => "---").join("|")}|`,
    ...rows.map((cells) => line(cells.map((cell) => cell.replaceAll("|", "\\|")))),
  ].join("\n");
}

/** Words that are not Markdown: an angle bracket would begin HTML. */
export const literal = (words: string): string => words.replaceAll("<", "&lt;");
export const code = (words: string): string => `\`${words}\``;

/** What Watchpost does about a message, by what became of it. */
export const consequencesOn = (platform: string): Readonly<Record<DeliveryOutcome, string>> => ({
  refused: "pauses the conversation with this reason, tells whoever subscribed it, tries again",
  gone: "posts the card anew",
  rejected: "sends the same words without their form",
  throttled: `waits as long as ${platform} asks, then goes on`,
  unavailable: "tries again, with longer and longer pauses",
  unknown: `tries again; what ${platform} had shown after all is there twice`,
});

export function commandTable(commands: readonly Command[]): string {
  const rows = [...commands]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map((command) => [
      code(usageOf(command)),
      literal(command.summary),
      command.audience === "all" ? "everyone there" : "the asker",
      command.access === "none" ? "anyone" : command.access,
    ]);
  return markdownTable(["Say", "To", "Answered to", "Needs the role"], rows);
}

/** `every` says how often a source is read when its settings say nothing. */
export function sourceTable(sources: readonly Source[], every: (source: Source) => string): string {
  const rows = sources.map((source) => [
    code(source.id),
    source.title,
    source.summary,
    isRead(source) ? every(source) : "–",
    source.labels.map(code).join(", ") || "–",
  ]);
  return markdownTable(["Source", "Title", "Tells", "Read every", "Labels for `only:`"], rows);
}

/** Some sources tell only what the bot itself finds out. */
function isRead({ settings, targets }: Source): boolean {
  const known = { tenants: [{ name: "prod", domain: "acme.us.auth0.com" }], feeds: ["https://x"] };
  return targets(settings.parse({}), known).length > 0;
}

export function checkTable(checks: readonly Check[]): string {
  const rows = checks.map(({ id, title, severity, reads }) => [
    code(id),
    title,
    severity,
    reads.map(code).join(", "),
  ]);
  return markdownTable(["Check", "What should hold", "How grave", "Judged by"], rows);
}

export function platformTable(platforms: readonly Platform[]): string {
  return markdownTable(
    ["Section", "Platform"],
    platforms.map(({ name, summary }) => [code(name), literal(summary)]),
  );
}

/** What is asked of Slack, and why. */
export function scopeTable(scopes: Readonly<Record<string, Scope>>): string {
  const rows = Object.entries(scopes).map(([name, { why, without }]) => [code(name), why, without]);
  return markdownTable(["Scope", "Why", "Without it"], rows);
}

export function importTable(rules: Readonly<Record<string, readonly string[]>>): string {
  const rows = Object.entries(rules).map(([place, allowed]) => [
    place === "src" ? "other folders and files of `src`" : placeOf(place),
    allowed.map(code).join(", ") || "nothing else",
  ]);
  return markdownTable(["Code in", "may import, beside its own folder"], rows);
}

const placeOf = (place: string) => code(place === "adapters" ? "adapters/<name>" : place);

/** What the platforms do each in its own way, and why. */
export function differenceTable(differences: Readonly<Record<string, Difference>>): string {
  const rows = Object.values(differences).map((one) => [
    one.what,
    one.slack,
    one.teams,
    one.local,
    one.why,
  ]);
  return markdownTable(["What", "Slack", "Teams", "local page", "Why"], rows);
}

export function skipTable(skips: Readonly<Record<string, readonly Skip[]>>): string {
  const rows = Object.entries(skips).flatMap(([platform, clauses]) =>
    clauses.map(({ clause, reason }) => [platform, clause, reason]),
  );
  if (rows.length === 0) return "None: every platform does all that the contract asks.";
  return markdownTable(["Platform", "What the contract asks", "Why it is not so there"], rows);
}

/**
 * The document with the part between its two markers replaced.
 * @throws Error where the markers are not there, once each.
 */
export function withPart(document: string, name: string, part: string): string {
  const begin = `<!-- begin generated: ${name} -->\n`;
  const end = `<!-- end generated: ${name} -->`;
  const [before, inside = "", ...more] = document.split(begin);
  const [, ...after] = inside.split(end);
  if (after.length === 0 || more.length > 0) {
    throw new Error(`the markers of "${name}" are missing or doubled`);
  }
  return `${before}${begin}${part}\n${end}${after.join(end)}`;
}
