import { type Span, spansOf, type Text } from "../../src/core/message.ts";
import { plainTime } from "../../src/core/plain.ts";
import { escapeMrkdwn, printable } from "./limits.ts";

/** Letters, figures and signs that mean nothing in Slack's markup; and no ":name:", which is an emoji there. */
const harmless = /^[\p{L}\p{M}\p{N} .,;:!?()[\]'"’“”„/&%+=–—…-]*$/u;
const emoji = /:[^\s:]+:/u;

/** Words that Slack's markup can read as nothing but words. */
const isHarmless = (words: string): boolean => harmless.test(words) && !emoji.test(words);

/** A time that Slack cannot show is words: one before its dates begin, or none at all. */
export function timeless(span: Span): Span {
  if (typeof span === "string" || !("time" in span)) return span;
  return span.time.getTime() >= 0 ? span : plainTime(span.time);
}

/**
 * Words, bold ones among them, and times as Slack's markup, where no word in them could be read as anything but words.
 * Undefined where one could, and for spans that only data can show.
 */
export function markupOf(content: Text): string | undefined {
  const parts = spansOf(content).map(timeless).map(partOf);
  // Whatever is harmless by itself must be so beside its neighbours too.
  const words = parts.map((part) => part?.words ?? "").join("");
  if (parts.includes(undefined) || !isHarmless(words)) return undefined;
  const markup = parts.map((part) => part?.markup ?? "").join("");
  return markup.replace(boldByItself, "").includes("*") ? undefined : markup;
}

/** Slack takes stars for markup only where no letter or figure stands beside them. */
const boldByItself = /(?<=^|\s)\*[^*]+\*(?=$|[\s.,;:!?)])/gu;

function partOf(span: Span): { words: string; markup: string } | undefined {
  if (typeof span === "string") {
    const words = printable(span);
    return { words, markup: escapeMrkdwn(words) };
  }
  if ("time" in span) return { words: "0", markup: dateOf(span.time) };
  if (!("bold" in span)) return undefined;
  const words = printable(span.bold);
  return words === "" || words.trim() !== words
    ? undefined
    : { words, markup: `*${escapeMrkdwn(words)}*` };
}

function dateOf(time: Date): string {
  const seconds = Math.floor(time.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time}|${plainTime(time)}>`;
}
