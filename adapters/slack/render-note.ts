import type { types } from "@slack/bolt";
import { spansOf, type Text } from "../../src/core/message.ts";
import { LIMITS, printable } from "./limits.ts";
import { markupOf, timeless } from "./markup.ts";

/**
 * Small print, of words and times alone: Slack has no data form for anything else in it. Undefined where it
 * cannot be small. Words that Slack's markup could read as anything but words are never put into markup.
 */
export function noteOf(content: Text, room: number): types.KnownBlock[] | undefined {
  const spans = spansOf(content).map(timeless);
  if (spans.some((span) => typeof span !== "string" && !("time" in span))) return undefined;
  const timed = spans.some((span) => typeof span !== "string");
  const text = timed ? markupOf(spans) : printable(spans.join("")).trim();
  if (text === undefined || text.length > Math.min(room, LIMITS.section)) return undefined;
  if (text === "") return [];
  const element: types.PlainTextElement | types.MrkdwnElement = timed
    ? { type: "mrkdwn", text, verbatim: true }
    : { type: "plain_text", text, emoji: false };
  return [{ type: "context", elements: [element] }];
}
