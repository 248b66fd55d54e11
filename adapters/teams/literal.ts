import { visible } from "../../src/core/visible.ts";

/**
 * Text as it stands: what a service might refuse is replaced, what would disguise it is taken out, and Teams' own macros
 * are broken up invisibly.
 */
export function literal(content: string): string {
  const taken = content.replace(/\p{Surrogate}|(?!\t)\p{Cc}/gu, "\uFFFD");
  return visible(taken).replace(/\{\{(?=\s*(?:DATE|TIME)\s*\()/giu, "{\u2060{");
}

/** As `literal`, keeping line ends. */
export const literalLines = (content: string): string =>
  content.split(/\r?\n/u).map(literal).join("\n");

/** Cut to so many characters, with a sign that it is cut; never within one character. */
export function clip(content: string, limit: number): string {
  if (content.length <= limit) return content;
  return `${content.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/u, "")}…`;
}

const longestTitle = 300;

/** Lines side by side, in time that grows with the words alone. */
export function onOneLine(words: string): string {
  const [first = "", ...more] = words.split(/[\r\n]+/u);
  if (more.length === 0) return first;
  const last = more.pop() ?? "";
  const between = more.map((line) => line.trim()).filter((line) => line !== "");
  return [first.trimEnd(), ...between, last.trimStart()].join(" ");
}

/** A title, a label, a unit: one line, and no more than a glance takes in. */
export const short = (words: string): string => literal(clip(onOneLine(words), longestTitle));

/**
 * Whether a TextBlock could read words as Markdown, as a call or as an entity. Signs that need a partner are harmless
 * alone, and a heading that is no TextBlock is none to a screen reader.
 */
export function isMarkup(words: string): boolean {
  return /[<>\\]|&#?\w+;|\[[^[\]]*\]|([*_`~]).*\1|:\/\/|www\.|^\s*(?:[-+*]|\d+[.)])(?:\s|$)|^\s*#/iu.test(
    words,
  );
}

/** What may be opened from a card: Teams refuses other schemes, and so do we. */
export function isWeb(url: string): boolean {
  return URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
}
