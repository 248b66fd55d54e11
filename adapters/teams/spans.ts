import { partsOf } from "../../src/core/address.ts";
import { type Span, spansOf, type Text } from "../../src/core/message.ts";
import { plainTime } from "../../src/core/plain.ts";
import { isMarkup, isWeb, literal } from "./literal.ts";

/** A part of an Adaptive Card. */
export interface Element {
  readonly type: string;
  readonly [property: string]: unknown;
}

/** How a whole line looks. */
export interface Look {
  readonly bold?: boolean;
  readonly small?: boolean;
  /** Set back, so that what stands beside it stands out. */
  readonly subtle?: boolean;
  /** Characters of one line at most; what is beyond is counted. */
  readonly most?: number;
  /** Shown before the first line: a list's bullet. */
  readonly lead?: string;
}

/** Characters of one line; a longer one says how much is missing. */
const longest = 8000;

/**
 * One element per line. Text runs are shown as they stand, so nothing needs escaping; only a call for a
 * person needs Markdown's element, and gets one of its own. Times are words in UTC: not every client
 * replaces Teams' date macros inside runs, and a raw macro would be worse than a zone that is named.
 */
export function renderText(content: Text, look: Look = {}): readonly Element[] {
  return linesOf(content).flatMap((line, index) =>
    renderLine(clipped(line, look.most), {
      ...look,
      lead: index === 0 ? look.lead : undefined,
    }).map((element, part) => (index + part === 0 ? element : { ...element, spacing: "None" })),
  );
}

/** What the text's lines are; every renderer and every cut counts them alike. */
export function linesOf(content: Text): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  for (const span of spansOf(content)) {
    const [first, ...rest] = piecesOf(span);
    if (first !== undefined) lines.at(-1)?.push(first);
    for (const piece of rest) lines.push([piece]);
  }
  return lines;
}

function piecesOf(span: Span): readonly Span[] {
  if (typeof span === "string") return span.split(/\r?\n/u);
  if ("bold" in span) return span.bold.split(/\r?\n/u).map((bold) => ({ bold }));
  if ("code" in span) return span.code.split(/\r?\n/u).map((code) => ({ code }));
  return [span];
}

function renderLine(line: readonly Span[], look: Looks): readonly Element[] {
  const whole = sentenceWithCall(line, look);
  if (whole) return [whole];
  const elements: Element[] = [];
  let runs: Run[] = look.lead ? [run(look.lead, look)] : [];
  const flush = () => {
    const shown = runs.filter(({ text }) => text !== "");
    if (shown.length > 0) elements.push({ type: "RichTextBlock", inlines: joined(shown) });
    runs = [];
  };
  for (const { span, closing } of partsOfLine(line)) {
    const call = callOf(span);
    if (call) {
      flush();
      elements.push({ type: "TextBlock", text: call.text + closing, wrap: true, mention: call });
    } else runs.push(renderSpan(span, look));
  }
  flush();
  if (elements.length > 0) return elements;
  return [{ type: "RichTextBlock", inlines: [run(" ", look)] }];
}

/** A line that calls one person and holds nothing that could be markup stays in one piece; what is bold in it is not. */
function sentenceWithCall(line: readonly Span[], look: Looks): Element | undefined {
  const [call, ...others] = line.flatMap((span) => callOf(span) ?? []);
  if (!call || others.length > 0) return undefined;
  const parts = line.map((span) => (callOf(span) ? call.text : wordsIn(span)));
  if (parts.some((part) => part === undefined)) return undefined;
  const text = literal([look.lead ?? "", ...parts].join("").trim());
  if (isMarkup(text.replace(call.text, () => call.mentioned.name))) return undefined;
  const { text: _, type: __, ...looks } = run("", look);
  return { ...looks, type: "TextBlock", text, wrap: true, mention: call };
}

/** The words of a span that are nothing but words. */
function wordsIn(span: Span): string | undefined {
  if (typeof span === "string") return span;
  return "bold" in span ? span.bold : undefined;
}

/** Runs that look alike are one, which screen readers read in one go. */
function joined(runs: readonly Run[]): readonly Run[] {
  const all: Run[] = [];
  for (const one of runs) {
    const last = all.at(-1);
    // Made literal anew: two halves of a macro may have met.
    if (last && lookOf(last) === lookOf(one)) {
      all[all.length - 1] = { ...last, text: literal(last.text + one.text) };
    } else all.push(one);
  }
  return all;
}

const lookOf = ({ text: _, ...look }: Run): string => JSON.stringify(look);

/** What ends a sentence stays with the call before it, and the words behind it begin their own line. */
function partsOfLine(line: readonly Span[]): readonly { span: Span; closing: string }[] {
  return line.map((span, index) => {
    const follows = callOf(line[index - 1] ?? "") !== undefined;
    return {
      span: follows && typeof span === "string" ? span.replace(closingMarks, "") : span,
      closing: closingOf(line[index + 1]),
    };
  });
}

const closingMarks = /^[.,;:!?)]*\s*/u;

const closingOf = (span: Span | undefined): string =>
  typeof span === "string" ? (closingMarks.exec(span)?.[0].trim() ?? "") : "";

type Looks = { readonly [Key in keyof Look]: Look[Key] | undefined };
type Run = Element & { readonly text: string };

function run(content: string, { bold, small, subtle }: Looks, more: object = {}): Run {
  return {
    type: "TextRun",
    text: literal(content),
    ...(bold ? { weight: "Bolder" } : {}),
    ...(small ? { size: "Small" } : {}),
    ...(small || subtle ? { isSubtle: true } : {}),
    ...more,
  };
}

function renderSpan(span: Span, look: Looks): Run {
  if (typeof span === "string") return run(span, look);
  if ("bold" in span) return run(span.bold, { ...look, bold: true });
  if ("code" in span) return run(span.code, look, { fontType: "Monospace" });
  if ("time" in span) return run(plainTime(span.time), look);
  if ("mention" in span) return run(`@${span.name}`, look);
  if ("conversation" in span || "who" in span) return run(span.name, look);
  if (!isWeb(span.url)) return run(`${span.link} (${span.url})`, look);
  return run(span.link || span.url, look, {
    selectAction: { type: "Action.OpenUrl", url: span.url },
  });
}

/** A person called by name; the card lists it under `msteams.entities`, which makes Teams ring. */
export interface Call {
  readonly type: "mention";
  readonly text: string;
  readonly mentioned: { readonly id: string; readonly name: string };
}

/** Teams lets a card call people only; everyone else is shown as words. */
function callOf(span: Span): Call | undefined {
  if (typeof span === "string" || !("mention" in span)) return undefined;
  const [platform, kind] = span.mention.split(":");
  if (platform !== "teams" || kind !== "user") return undefined;
  // The name stands inside markup, so only what cannot be markup is left of it.
  const name = span.name.replace(/[^\p{L}\p{N} .@-]/gu, "").trim() || "you";
  return {
    type: "mention",
    text: `<at>${name}</at>`,
    mentioned: { id: partsOf(span.mention).id, name },
  };
}

function clipped(line: readonly Span[], most = longest): readonly Span[] {
  let room = most;
  const kept: Span[] = [];
  for (const [index, span] of line.entries()) {
    const words = wordsOf(span);
    if (words.length > room) {
      const missing = line.slice(index).reduce((sum, one) => sum + wordsOf(one).length, -room);
      const shown = words.slice(0, room).replace(/[\uD800-\uDBFF]$/u, "");
      return [...kept, shown, ` … and ${missing} more characters`];
    }
    room -= words.length;
    kept.push(span);
  }
  return kept;
}

function wordsOf(span: Span): string {
  if (typeof span === "string") return span;
  if ("bold" in span) return span.bold;
  if ("code" in span) return span.code;
  if ("link" in span) return span.link + span.url;
  if ("conversation" in span || "who" in span) return span.name;
  return "time" in span ? "" : span.name + span.mention;
}
