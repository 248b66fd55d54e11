import { Parser } from "htmlparser2";
import type { Run } from "../core/source.ts";
import { cleanText } from "./entities.ts";
import { absoluteLink } from "./links.ts";
import { type Allowance, createWriter } from "./paragraphs.ts";

/** Their content is never for reading. */
const dropped = new Set(
  "script style head title noscript template iframe object applet svg math textarea select".split(
    " ",
  ),
);
/** Whatever stands before, in or after one of these is a paragraph of its own. */
const blocks = new Set(
  "p div li ul ol dl dt dd blockquote pre h1 h2 h3 h4 h5 h6 hr table tr section article aside header footer main nav figure figcaption form fieldset address details summary body html center".split(
    " ",
  ),
);
const strong = new Set(["strong", "b"]);
const deepest = 256;

type Style = { strong: number; small: number; dropped: number; pre: number; hrefs: string[] };
/** Reading may stop early: too long, or nested beyond sense. What was read until then counts. */
class Enough extends Error {}

/** The words of some HTML in their order, with the little of its markup that carries meaning. */
export function paragraphsOf(
  html: string,
  base: string | undefined,
  allowance: Allowance,
  limit = 200_000,
): readonly (readonly Run[])[] {
  const writer = createWriter(allowance);
  const style: Style = { strong: 0, small: 0, dropped: 0, pre: 0, hrefs: [] };
  let left = limit;
  let depth = 0;
  let pending = "";
  const add = (text: string, verbatim: boolean) => {
    const spaced = verbatim ? text : text.replace(/[ \t\r\n\f]+/g, " ");
    const piece = cleanText(spaced).slice(0, left);
    left -= piece.length;
    writer.add(piece, marksOf(style));
    if (left <= 0) throw new Enough();
  };
  const flush = () => {
    if (pending !== "" && style.dropped === 0) add(pending, style.pre > 0);
    pending = "";
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        flush();
        depth += 1;
        if (depth > deepest) throw new Enough();
        if (blocks.has(name)) writer.endParagraph();
        if (name === "br" && style.dropped === 0) add("\n", true);
        if (name === "td" || name === "th") add(" ", false);
        enter(name, attributes, style, base);
      },
      ontext(text) {
        pending += text;
      },
      onclosetag(name) {
        flush();
        depth -= 1;
        leave(name, style);
        if (blocks.has(name)) writer.endParagraph();
      },
    },
    { recognizeCDATA: true, recognizeSelfClosing: false },
  );
  try {
    parser.end(html);
    flush();
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return writer.finish();
}

const marksOf = ({ strong, small, hrefs }: Style) => ({
  strong: strong > 0,
  small: small > 0,
  href: hrefs.at(-1) ?? "",
});

function enter(
  name: string,
  attributes: Readonly<Record<string, string>>,
  style: Style,
  base: string | undefined,
): void {
  if (strong.has(name)) style.strong += 1;
  if (name === "small") style.small += 1;
  if (name === "pre") style.pre += 1;
  if (dropped.has(name)) style.dropped += 1;
  if (name === "a") style.hrefs.push(absoluteLink(attributes.href ?? "", base));
}

function leave(name: string, style: Style): void {
  if (strong.has(name)) style.strong -= 1;
  if (name === "small") style.small -= 1;
  if (name === "pre") style.pre -= 1;
  if (dropped.has(name)) style.dropped -= 1;
  if (name === "a") style.hrefs.pop();
}

/** One line of literal text from some HTML. */
export function lineOf(html: string): string {
  const runs = paragraphsOf(html, undefined, { runs: 100 }, 10_000);
  return oneLine(runs.map((paragraph) => paragraph.map(({ text }) => text).join("")).join(" "));
}

export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/g, " ").trim();
}

const textElements = new Set(
  "a abbr acronym address b bdi bdo big blockquote br center cite code dd del dfn div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub sup table tbody td th tr tt u ul var".split(
    " ",
  ),
);

/**
 * Whether words that may be either are meant as HTML: RSS does not say. They are if every tag in them is
 * one that text uses and at least one is closed (or stands alone), or if they hold a character reference.
 */
export function looksLikeHtml(text: string): boolean {
  const tags = [...text.matchAll(/<(\/?)([A-Za-z][A-Za-z0-9]*)\b[^<>]*>/g)];
  const ofText = tags.every(([, , name]) => textElements.has((name ?? "").toLowerCase()));
  if (!ofText) return false;
  const closed = tags.some(([, slash, name]) => slash || /^(br|img|hr)$/i.test(name ?? ""));
  return closed || (tags.length === 0 && /&(#\d+|#x[\da-f]+|[a-z]\w*);/i.test(text));
}
