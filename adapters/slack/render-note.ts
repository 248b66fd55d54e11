import type { types } from "@slack/bolt";
import { type Span, spansOf, type Text } from "../../src/core/message.ts";
import { plainTime } from "../../src/core/plain.ts";
import { escapeMrkdwn, LIMITS, printable } from "./limits.ts";

/**
 * Small print, of words and times alone: Slack has no data form for anything else in it. Undefined where it
 * cannot be small. Words that Slack's markup could read as anything but words are never put into markup.
 */
export function noteOf(content: Text, room: number): types.KnownBlock[] | undefined {
  const spans = spansOf(content).map(timeless);
  if (spans.some((span) => typeof span !== "string" && !("time" in span))) return undefined;
  const words = printable(spans.map((span) => (typeof span === "string" ? span : "")).join(""));
  const timed = spans.some((span) => typeof span !== "string");
  const text = timed ? markupOf(spans) : words.trim();
  if (text.length > Math.min(room, LIMITS.section) || (timed && !isPlain(spans))) return undefined;
  if (text === "") return [];
  const element: types.PlainTextElement | types.MrkdwnElement = timed
    ? { type: "mrkdwn", text, verbatim: true }
    : { type: "plain_text", text, emoji: false };
  return [{ type: "context", elements: [element] }];
}

/** A time that Slack cannot show is words: one before its dates begin, or none at all. */
function timeless(span: Span): Span {
  if (typeof span === "string" || !("time" in span)) return span;
  return span.time.getTime() >= 0 ? span : plainTime(span.time);
}

/** Letters, figures and signs that mean nothing in Slack's markup; and no ":name:", which is an emoji there. */
const harmless = /^[\p{L}\p{M}\p{N} .,;:!?()[\]'"’“”„/&%+=–—…-]*$/u;
const emoji = /:[^\s:]+:/u;

function isPlain(spans: readonly Span[]): boolean {
  const words = spans.map((span) => (typeof span === "string" ? span : "0")).join("");
  return harmless.test(words) && !emoji.test(words);
}

function markupOf(spans: readonly Span[]): string {
  return spans
    .map((span) => (typeof span === "string" ? escapeMrkdwn(span) : dateOf(span)))
    .join("");
}

function dateOf(span: Span): string {
  if (typeof span === "string" || !("time" in span)) return "";
  const seconds = Math.floor(span.time.getTime() / 1000);
  return `<!date^${seconds}^{date_short_pretty} {time}|${plainTime(span.time)}>`;
}
