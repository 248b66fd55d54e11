import type { Span, Text } from "../../../src/core/message.ts";
import { hidden, make } from "./dom.ts";
import { drawTime } from "./times.ts";

/** Runs of text as nodes: what a feed or a person wrote is never markup. */
export function drawText(document: Document, text: Text): readonly Node[] {
  const spans = typeof text === "string" ? [text] : text;
  return spans.map((span) => drawSpan(document, span));
}

function drawSpan(document: Document, span: Span): Node {
  if (typeof span === "string") return document.createTextNode(span);
  if ("bold" in span) return make(document, "strong", {}, span.bold);
  if ("code" in span) return make(document, "code", {}, span.code);
  if ("link" in span) return drawLink(document, span.url, span.link);
  if ("time" in span) return drawTime(document, span.time);
  if ("conversation" in span) return document.createTextNode(placeOf(span));
  if ("who" in span) return document.createTextNode(whoOf(span));
  return make(document, "span", { class: "mention" }, `@${nameOf(span)}`);
}

/** Here an id is the name that its person chose; of other platforms' people only the message knows one. */
function nameOf({ mention, name }: { mention: string; name: string }): string {
  return /^local:(?:user|group):(.+)$/s.exec(mention)?.[1] ?? name;
}

function whoOf({ who, more, name }: Extract<Span, { who: unknown }>): string {
  const names = who.map((address) => /^local:(?:user|group):(.+)$/s.exec(address)?.[1]);
  if (names.includes(undefined)) return name;
  return `${names.map((one) => `@${one}`).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

/** Channels here are called by their ids, and everybody may see them all. */
function placeOf({ conversation, name }: { conversation: string; name: string }): string {
  const channel = /^local:channel:(.+)$/s.exec(conversation)?.[1];
  return channel === undefined ? name : `#${channel}`;
}

/** A link that opens beside the page; plain words and the address itself where it is not one of the web's. */
export function drawLink(
  document: Document,
  url: string,
  words: string,
  look?: string,
): HTMLElement {
  if (!isWeb(url)) return make(document, "span", {}, words === url ? url : `${words} (${url})`);
  return make(
    document,
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer", class: look },
    words,
    hidden(document, " (opens in a new tab)"),
  );
}

const isWeb = (url: string): boolean =>
  URL.canParse(url) && ["http:", "https:"].includes(new URL(url).protocol);
