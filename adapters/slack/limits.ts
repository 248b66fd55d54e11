/** Ceilings of one message: past them Slack refuses the post. The last ones are ours, where Slack states none. */
export const LIMITS = {
  blocks: 50,
  header: 150,
  section: 3000,
  /** Facts of one section. */
  fields: 10,
  actions: 25,
  button: 75,
  value: 2000,
  url: 3000,
  tableRows: 100,
  tableColumns: 20,
  /** Slack advises at most 4000 characters; past 40,000 it truncates. */
  text: 4000,
  /** Slack takes 2000; what a picture shows is said in a sentence. */
  altText: 600,
  /** All characters of all blocks: Slack's own sum is not documented and was measured at about 13,200. */
  budget: 10_000,
} as const;

/** Text as any transport takes it, and as its reader can trust it. */
export { visible as printable } from "../../src/core/visible.ts";

/** Cut to so many characters, with a sign that it is cut; never within one character. */
export function clip(words: string, limit: number): string {
  if (words.length <= limit) return words;
  return `${words.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}

/** Slack's three escapes: afterwards no word can mention, link or call a channel. */
export function escapeMrkdwn(literal: string): string {
  return literal.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** As much of a long text as there is room for, ended at a line, and words for the rest. */
export function shorten(words: string, room: number): { shown: string; more: string } {
  if (words.length <= room) return { shown: words, more: "" };
  const part = words.slice(0, Math.max(0, room));
  const line = part.lastIndexOf("\n");
  const end = line > room / 2 ? line : Math.max(part.lastIndexOf(" "), 0) || part.length;
  const shown = part.slice(0, end).replace(/[\uD800-\uDBFF]$/u, "");
  return { shown, more: sayRest(words.slice(shown.length)) };
}

/** How much was left out, in words. */
export function sayRest(rest: string): string {
  const lines = rest.split("\n").filter((one) => one.trim() !== "").length;
  return `… and ${lines > 1 ? `${lines} more lines` : `${rest.length} more characters`}`;
}
