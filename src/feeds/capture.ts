import { cleanText, decodeReferences, escapeXml } from "./entities.ts";
import type { Field, FieldName, Format } from "./vocabulary.ts";

/** How a captured text is to be understood; `guess`: RSS does not say. */
export type TextKind = "text" | "html" | "guess";

/** Characters kept of one field. */
const limits: Readonly<Record<FieldName, number>> = {
  title: 20_000,
  link: 8_000,
  id: 8_000,
  category: 1_000,
  body: 400_000,
  published: 200,
  updated: 200,
};

/** How many of each are kept of one entry, or of the feed itself: a thousand titles are no title. */
const most: Readonly<Record<FieldName, number>> = {
  title: 20,
  link: 100,
  id: 20,
  category: 100,
  body: 8,
  published: 20,
  updated: 20,
};

export interface Begun {
  readonly field: Field;
  readonly format: Format;
  readonly attributes: Readonly<Record<string, string>>;
  readonly base: string;
}

/**
 * Takes one field of a feed or an entry, with everything inside it: as text, or, if there are elements
 * in it (XHTML, or HTML that its author forgot to escape), as HTML in the order it was written.
 */
export function createCapture(onUnknownEntity: (name: string) => void) {
  let bodies: string[] = [];
  const bases = new Map<string, number>();
  const counts = new Map<FieldName, number>();
  let begun: Begun | undefined;
  let inside: string[] = [];
  let inCdata = false;
  let hasElements = false;
  let pieces: string[] = [];
  let length = 0;
  const full = ({ field }: Begun) => length > limits[field.name];
  function add(piece: string): void {
    if (!begun || full(begun)) return;
    pieces.push(piece);
    length += piece.length;
  }
  return {
    /** The bodies taken since the last time: they are long, and only their number is written. */
    takeBodies(): readonly string[] {
      const taken = bodies;
      bodies = [];
      return taken;
    },
    bases: (): readonly string[] => [...bases.keys()],
    beginEntry: () => counts.clear(),
    active: () => begun !== undefined,
    begin(field: Begun): void {
      begun = field;
      inside = [];
      hasElements = false;
      pieces = [];
      length = 0;
    },
    cdata(on: boolean): void {
      inCdata = on;
    },
    text(raw: string): void {
      if (!begun || full(begun)) return;
      const some = raw.slice(0, 4 * limits[begun.field.name]);
      const text = inCdata ? some : decodeReferences(some, onUnknownEntity);
      add(hasElements ? escapeXml(text) : text);
    },
    open(tag: string, attributes: Readonly<Record<string, string>>): void {
      if (!hasElements) pieces = [escapeXml(pieces.join(""))];
      hasElements = true;
      inside.push(localOf(tag));
      add(openTag(localOf(tag), attributes.href));
    },
    /** The field as it is written anew, once it is closed. */
    close(): string | undefined {
      const name = inside.pop();
      if (name !== undefined) {
        if (!/^(br|hr|img)$/i.test(name)) add(`</${name}>`);
        return undefined;
      }
      if (!begun) return undefined;
      const taken = begun;
      begun = undefined;
      if (!fits(taken.field.name, counts)) return undefined;
      return write(taken, pieces.join(""), hasElements, { bodies, bases });
    },
  };
}

function fits(name: FieldName, counts: Map<FieldName, number>): boolean {
  const count = counts.get(name) ?? 0;
  counts.set(name, count + 1);
  return count < most[name];
}

const openTag = (name: string, href: string | undefined) =>
  href
    ? `<${name} href="${escapeXml(decodeReferences(href.slice(0, limits.link)))}">`
    : `<${name}>`;
const localOf = (tag: string) => tag.slice(tag.indexOf(":") + 1).replace(/[^\w-]/g, "") || "span";

function write(
  { field, format, attributes, base }: Begun,
  raw: string,
  hasElements: boolean,
  { bodies, bases }: { readonly bodies: string[]; readonly bases: Map<string, number> },
): string {
  const { name, rank } = field;
  const { kind, text } = understood({ field, format, attributes, base }, raw, hasElements);
  const words =
    name === "link" || name === "category" ? (otherwise(name, attributes) ?? text) : text;
  const kept: Record<string, string | undefined> = {
    rank: String(rank),
    kind,
    base: base === "" ? undefined : String(numberOf(base, bases)),
    rel: name === "link" ? attributes.rel : undefined,
    type: name === "link" ? attributes.type : undefined,
    permalink: name === "id" ? attributes.ispermalink : undefined,
    src: name === "body" ? attributes.src : undefined,
  };
  const shown = Object.entries(kept).flatMap(([key, value]) =>
    value === undefined
      ? []
      : `${key}="${escapeXml(cleanText(decodeReferences(value.slice(0, limits.link))))}"`,
  );
  const clean = cleanText(words.slice(0, limits[name]));
  const content = name === "body" ? String(bodies.push(clean) - 1) : escapeXml(clean);
  return `<w:${name} ${shown.join(" ")}>${content}</w:${name}>`;
}

/** One base may hold for very many fields, and be very long. */
function numberOf(base: string, bases: Map<string, number>): number {
  const number = bases.get(base) ?? bases.size;
  bases.set(base, number);
  return number;
}

/** Links and categories of Atom are attributes. */
function otherwise(
  name: FieldName,
  attributes: Readonly<Record<string, string>>,
): string | undefined {
  const value = name === "link" ? attributes.href : attributes.label || attributes.term;
  return value === undefined ? undefined : decodeReferences(value.slice(0, 4 * limits[name]));
}

function understood(
  { field, format, attributes }: Begun,
  raw: string,
  hasElements: boolean,
): { readonly kind: TextKind; readonly text: string } {
  if (hasElements) return { kind: "html", text: raw };
  if (field.name !== "title" && field.name !== "body") return { kind: "text", text: raw };
  const { type, mode } = attributes;
  if (format === "rss" && type === undefined) {
    return { kind: field.rank === 0 && field.name === "body" ? "html" : "guess", text: raw };
  }
  const text = mode === "base64" ? fromBase64(raw) : raw;
  return ofType((type ?? "text").trim().toLowerCase(), mode, text);
}

/** As Atom 1.0 and 0.3 say by `type` and `mode`. */
function ofType(type: string, mode: string | undefined, text: string) {
  const literal = type.includes("xhtml") || (type === "text/html" && mode === "xml");
  if (literal) return { kind: "html", text: escapeXml(text) } as const;
  return { kind: type.includes("html") ? "html" : "text", text } as const;
}

function fromBase64(written: string): string {
  return new TextDecoder().decode(Buffer.from(written, "base64"));
}
