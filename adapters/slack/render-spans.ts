import type { types } from "@slack/bolt";
import { isAddress, partsOf } from "../../src/core/address.ts";
import { type Span, spansOf, type Text } from "../../src/core/message.ts";
import { plainTime } from "../../src/core/plain.ts";
import { joined } from "../../src/core/whom.ts";
import { clip, LIMITS, printable, sayRest, shorten } from "./limits.ts";

type Element = types.RichTextElement;

/** Rich text carries spans as data, so nothing in it needs escaping. Empty spans are left out: Slack refuses them. */
export function elementsOf(content: Text): Element[] {
  return spansOf(content).flatMap(elementOf);
}

/** Elements for as much of the text as there is room for; what is left out is said. */
export function fittingElements(content: Text, room: number): Element[] {
  const elements = elementsOf(content);
  const shown: Element[] = [];
  let left = room;
  for (const [index, element] of elements.entries()) {
    const size = weigh(element);
    if (size <= left) {
      shown.push(element);
      left -= size;
      continue;
    }
    return [...shown, ...ending(elements.slice(index), left)];
  }
  return shown;
}

/** How much of the message's budget something takes: every character that is shown or sent. */
export function weigh(part: unknown): number {
  if (Array.isArray(part)) return part.reduce<number>((sum, one) => sum + weigh(one), 0);
  if (typeof part !== "object" || part === null) return 0;
  return Object.entries(part).reduce((sum, [key, value]) => {
    if (typeof value !== "string") return sum + weigh(value);
    return key === "type" || key === "style" || key === "format" ? sum : sum + value.length;
  }, 0);
}

function ending(elements: readonly Element[], left: number): Element[] {
  const [first] = elements;
  const { shown } = first?.type === "text" ? shorten(first.text, left) : { shown: "" };
  const rest = elements.map(wordsIn).join("").slice(shown.length);
  const kept = first?.type === "text" && shown !== "" ? [{ ...first, text: shown }] : [];
  return [...kept, words(` ${sayRest(rest)}`)];
}

const wordsIn = (element: Element): string =>
  "text" in element ? (element.text ?? "") : "fallback" in element ? (element.fallback ?? "") : "@";

const words = (text: string): types.RichTextText => ({ type: "text", text });

function elementOf(span: Span): Element[] {
  if (typeof span === "string") return literal(span);
  if ("bold" in span) return literal(span.bold, { bold: true });
  if ("code" in span) return literal(span.code, { code: true });
  if ("link" in span) return linkOf(span);
  if ("time" in span) return timeOf(span.time);
  if ("conversation" in span) return conversationOf(span);
  if ("who" in span) return whoOf(span);
  return mentionOf(span);
}

function literal(content: string, style?: types.RichTextText["style"]): Element[] {
  const whole = printable(content);
  const parts = whole.match(new RegExp(`[^]{1,${LIMITS.section}}`, "gu")) ?? [];
  return parts
    .flatMap((part) => (part.length > LIMITS.section ? halves(part) : [part]))
    .map((text) => ({ type: "text", text, ...(style ? { style } : {}) }));
}

/** The pattern counts characters; those beyond the basic plane take two places each. */
function halves(part: string): string[] {
  const middle = Math.floor(part.length / 2);
  const at = /[\uDC00-\uDFFF]/.test(part[middle] ?? "") ? middle + 1 : middle;
  return [part.slice(0, at), part.slice(at)];
}

function linkOf({ link, url }: { link: string; url: string }): Element[] {
  const text = printable(link);
  if (!isWebAddress(url)) return literal(text === url ? text : `${text} (${url})`);
  return [{ type: "link", url, text: clip(text.trim() === "" ? url : text, LIMITS.section) }];
}

/** Only what a browser opens, and what Slack takes. */
export function isWebAddress(url: string): boolean {
  if (url.length > LIMITS.url || !URL.canParse(url) || printable(url) !== url) return false;
  return /^https?:\/\/[^\s]+$/i.test(url);
}

function timeOf(time: Date): Element[] {
  const seconds = Math.floor(time.getTime() / 1000);
  if (Number.isNaN(seconds)) return literal("an unknown time");
  // Slack shows dates from the epoch on.
  if (seconds < 0) return literal(plainTime(time));
  const format = "{date_short_pretty} {time}";
  return [{ type: "date", timestamp: seconds, format, fallback: plainTime(time) }];
}

function mentionOf({ mention, name }: { mention: string; name: string }): Element[] {
  const { platform, kind, id } = isAddress(mention)
    ? partsOf(mention)
    : { platform: "", kind: "", id: "" };
  const ours = platform === "slack" && /^[A-Z0-9]{1,32}$/.test(id);
  if (ours && kind === "user") return [{ type: "user", user_id: id }];
  if (ours && kind === "group") return [{ type: "usergroup", usergroup_id: id }];
  return literal(`@${name}`);
}

/** Slack shows the names of its own, and of none that anybody could not see anyway. */
function whoOf(span: Extract<Span, { who: unknown }>): Element[] {
  if (!span.who.every((address) => isAddress(address) && partsOf(address).platform === "slack")) {
    return literal(span.name);
  }
  return joined(span, (mention) => ({ mention, name: "somebody" })).flatMap((part) =>
    typeof part === "string" ? literal(part) : mentionOf(part),
  );
}

/** By its id: Slack says the name to those alone who may know it, so that of a private channel nothing is given away. */
function conversationOf({ conversation, name }: { conversation: string; name: string }): Element[] {
  if (!isAddress(conversation)) return literal(name);
  const { platform, kind, id } = partsOf(conversation);
  const ours = platform === "slack" && kind === "channel" && /^[CG][A-Z0-9]{1,31}$/.test(id);
  return ours ? [{ type: "channel", channel_id: id }] : literal(name);
}
