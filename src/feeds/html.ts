import { Parser } from "htmlparser2";
import type { Run } from "../core/source.ts";
import { cleanText } from "./entities.ts";
import { absoluteLink } from "./links.ts";

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
  limit = 200_000,
): readonly (readonly Run[])[] {
  const writer = createWriter(limit);
  const style: Style = { strong: 0, small: 0, dropped: 0, pre: 0, hrefs: [] };
  let depth = 0;
  let pending = "";
  const flush = () => {
    if (pending !== "" && style.dropped === 0) writer.add(pending, style);
    pending = "";
  };
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        flush();
        depth += 1;
        if (depth > deepest) throw new Enough();
        if (blocks.has(name)) writer.endParagraph();
        if (name === "br" && style.dropped === 0) writer.add("\n", style, true);
        if (name === "td" || name === "th") writer.add(" ", style);
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

interface MutableRun {
  text: string;
  strong?: true;
  small?: true;
  href?: string;
}

function createWriter(limit: number) {
  const paragraphs: MutableRun[][] = [];
  let current: MutableRun[] = [];
  let length = 0;
  return {
    add(text: string, style: Style, verbatim = style.pre > 0) {
      const spaced = verbatim ? text : text.replace(/[ \t\r\n\f]+/g, " ");
      const piece = cleanText(spaced).slice(0, Math.max(0, limit - length));
      length += piece.length;
      append(current, piece, style);
      if (length >= limit) throw new Enough();
    },
    endParagraph() {
      const tidy = trimmed(current);
      if (tidy.length > 0) paragraphs.push(tidy);
      current = [];
    },
    finish(): readonly (readonly Run[])[] {
      this.endParagraph();
      return paragraphs;
    },
  };
}

function append(runs: MutableRun[], text: string, style: Style): void {
  const last = runs.at(-1);
  const joined = last && /[ \n]$/.test(last.text) ? text.replace(/^ /, "") : text;
  if (joined === "") return;
  const href = style.hrefs.at(-1);
  const run: MutableRun = {
    text: joined,
    ...(style.strong > 0 ? { strong: true } : {}),
    ...(style.small > 0 ? { small: true } : {}),
    ...(href ? { href } : {}),
  };
  if (last && last.strong === run.strong && last.small === run.small && last.href === run.href) {
    last.text += joined;
  } else {
    runs.push(run);
  }
}

/** Without space at either end or around line breaks; nothing at all if there are no words. */
function trimmed(runs: MutableRun[]): MutableRun[] {
  for (const run of runs) if (run.text.includes("\n")) run.text = linesTrimmed(run.text);
  while (runs[0] && runs[0].text.trim() === "") runs.shift();
  while (runs.at(-1)?.text.trim() === "") runs.pop();
  const [first, last] = [runs[0], runs.at(-1)];
  if (first) first.text = first.text.trimStart();
  if (last) last.text = last.text.trimEnd();
  return runs;
}

/** Without space around line breaks; what stands at either end of a run may belong to its neighbour. */
function linesTrimmed(text: string): string {
  const lines = text.split("\n");
  const last = lines.length - 1;
  return lines
    .map((line, at) => (at === 0 ? line.trimEnd() : at === last ? line.trimStart() : line.trim()))
    .join("\n");
}

/** Plain text as paragraphs: an empty line parts them, line ends stay. */
export function paragraphsOfText(text: string, limit = 200_000): readonly (readonly Run[])[] {
  return cleanText(text.slice(0, limit))
    .split(/\r?\n[ \t]*(?:\r?\n)+/)
    .map((paragraph) =>
      paragraph
        .replace(/[ \t]+/g, " ")
        .replace(/ ?\r?\n ?/g, "\n")
        .trim(),
    )
    .filter((paragraph) => paragraph !== "")
    .map((paragraph) => [{ text: paragraph }]);
}

/** One line of literal text from some HTML. */
export function lineOf(html: string): string {
  const runs = paragraphsOf(html, undefined, 10_000);
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
