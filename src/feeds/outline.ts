import { createCapture } from "./capture.ts";
import { cleanText, decodeReferences, escapeXml } from "./entities.ts";
import { resolveBase } from "./links.ts";
import { FeedProblem, WebPage } from "./problem.ts";
import { type Format, fieldOf, formatOf, type Name, nameOf, vocabularyOf } from "./vocabulary.ts";

/** Entries beyond these are not read: the newest come first. */
const mostEntries = 2000;
const mostPrefixes = 200;

type Attributes = Readonly<Record<string, string>>;
/** The part an element plays; `skipped`: it and all in it are of no interest. */
type Role = "outside" | "root" | "channel" | "entry" | "skipped";

interface Frame {
  readonly role: Role;
  readonly base: string;
  /** What each prefix stands for. */
  readonly prefixes: ReadonlyMap<string, string>;
}

/** Some entries written anew, as a small feed of their own. */
export interface Part {
  readonly xml: string;
  /** The text of each `<w:body>`, which holds no more than its number: rss-parser is slow, and need not know. */
  readonly bodies: readonly string[];
}

/** A feed written anew, in parts: rss-parser needs so much memory that it is never given the whole. */
export interface Tidied {
  readonly format: Format;
  /** The feed's own title and link, without entries. */
  readonly head: string;
  readonly parts: Part[];
  /** What `xml:base` said: fields name theirs by number. */
  readonly bases: readonly string[];
  /** Entries that were left out, being too many. */
  readonly omitted: number;
}

/** Entries in a part. */
const atOnce = 20;

const outermost: Frame = { role: "outside", base: "", prefixes: new Map() };
/** What web pages begin with, even where they forget to say that they are HTML. */
const pageTags = new Set(["html", "head", "body", "meta", "script", "style"]);
/** Never without an element: rss-parser takes an empty feed for none. */
const markup = {
  atom: { begin: "<feed><w:own/>", end: "</feed>", entry: "entry" },
  rss: { begin: '<rss version="2.0"><channel><w:own/>', end: "</channel></rss>", entry: "item" },
} as const;

/** Follows a feed element by element and writes down what matters in a form of its own. */
export class Outline {
  readonly #head: string[] = [];
  readonly #parts: Part[] = [];
  #out: string[] = [];
  readonly #frames: Frame[] = [];
  readonly #capture: ReturnType<typeof createCapture>;
  #root:
    | { readonly format: Format; readonly uri: string | undefined; readonly local: string }
    | undefined;
  #firstTag: string | undefined;
  #entries = 0;
  #inPart = 0;
  #done = false;
  #channelClosed = false;

  constructor(onUnknownEntity: (name: string) => void) {
    this.#capture = createCapture(onUnknownEntity);
  }

  open(tag: string, attributes: Attributes): void {
    if (this.#done) return;
    if (this.#capture.active()) {
      this.#capture.open(tag, attributes);
      return;
    }
    const outer = this.#frames.at(-1) ?? outermost;
    if (outer.role === "skipped") {
      this.#frames.push(outer);
      return;
    }
    const frame = frameOf(outer, attributes);
    const name = nameOf(tag);
    const uri = frame.prefixes.get(name.prefix);
    if (this.#captures(outer.role, name, uri, attributes, frame.base)) return;
    const role = this.#roleIn(outer.role, name, uri);
    this.#frames.push({ ...frame, role });
    if (role === "entry") this.#openEntry(attributes);
  }

  text(raw: string): void {
    if (this.#capture.active()) this.#capture.text(raw);
  }

  cdata(on: boolean): void {
    this.#capture.cdata(on);
  }

  close(): void {
    if (this.#done) return;
    if (this.#capture.active()) {
      const written = this.#capture.close();
      const inEntry = this.#frames.at(-1)?.role === "entry";
      if (written !== undefined) (inEntry ? this.#out : this.#head).push(written);
      return;
    }
    const closed = this.#frames.pop();
    if (closed?.role === "entry") this.#closeEntry();
    if (closed?.role === "channel") this.#channelClosed = true;
    if (closed?.role === "root") this.#done = true;
  }

  /** @throws FeedProblem unless a whole feed was there. */
  finish(): Tidied {
    if (!this.#root) throw new FeedProblem(notAFeed(this.#firstTag));
    if (!this.#whole()) throw new FeedProblem("breaks off before its end");
    if (this.#out.length > 0) this.#endPart();
    return {
      format: this.#root.format,
      head: this.#asFeed(this.#head),
      parts: this.#parts,
      bases: this.#capture.bases(),
      omitted: Math.max(0, this.#entries - mostEntries),
    };
  }

  /** The very last end tag may be missing where nothing can be lost: entries of RSS 1.0 come after the channel. */
  #whole(): boolean {
    const nothingLost = this.#channelClosed && this.#root?.local === "rss";
    return this.#done || (nothingLost && this.#frames.length === 1);
  }

  get #markup() {
    return markup[this.#root?.format ?? "rss"];
  }

  /** True if the element is a field that is kept, and being taken now. */
  #captures(
    outer: Role,
    name: Name,
    uri: string | undefined,
    attributes: Attributes,
    base: string,
  ): boolean {
    if (!this.#root || outer === "outside") return false;
    const field = fieldOf(vocabularyOf(name, uri, this.#root), name.local);
    // Of the feed itself only title and link are kept.
    const wanted = outer === "entry" || field?.name === "title" || field?.name === "link";
    if (!(field && wanted)) return false;
    this.#capture.begin({ field, format: this.#root.format, attributes, base });
    return true;
  }

  #roleIn(outer: Role, name: Name, uri: string | undefined): Role {
    if (outer === "outside") return this.#roleOfRoot(name, uri);
    if (outer === "entry" || !this.#root) return "skipped";
    if (outer === "root" && name.local === "channel") return "channel";
    const own = vocabularyOf(name, uri, this.#root) === "own";
    if (!own || name.local !== this.#markup.entry) return "skipped";
    this.#entries += 1;
    return this.#entries > mostEntries ? "skipped" : "entry";
  }

  #roleOfRoot(name: Name, uri: string | undefined): Role {
    this.#firstTag ??= name.local;
    if (pageTags.has(this.#firstTag)) throw new WebPage();
    const format = formatOf(name, uri);
    if (!format) return "outside";
    this.#root = { format, uri, local: name.local };
    return "root";
  }

  #closeEntry(): void {
    this.#out.push(`</${this.#markup.entry}>`);
    this.#inPart += 1;
    if (this.#inPart === atOnce) this.#endPart();
  }

  #endPart(): void {
    this.#parts.push({ xml: this.#asFeed(this.#out), bodies: this.#capture.takeBodies() });
    this.#out = [];
    this.#inPart = 0;
  }

  #asFeed(pieces: readonly string[]): string {
    return `${this.#markup.begin}${pieces.join("")}${this.#markup.end}`;
  }

  #openEntry(attributes: Attributes): void {
    this.#capture.beginEntry();
    this.#out.push(`<${this.#markup.entry}>`);
    const about = attributes["rdf:about"]?.slice(0, 8000);
    if (!about) return;
    const id = escapeXml(cleanText(decodeReferences(about)));
    this.#out.push(`<w:id rank="9" kind="text">${id}</w:id>`);
  }
}

function frameOf(outer: Frame, attributes: Attributes): Omit<Frame, "role"> {
  const { "xml:base": written } = attributes;
  const base = written
    ? resolveBase(decodeReferences(written.slice(0, 8000)), outer.base)
    : outer.base;
  const news = Object.entries(attributes).flatMap(([name, value]): [string, string][] => {
    if (name !== "xmlns" && !name.startsWith("xmlns:")) return [];
    const uri = decodeReferences(value.slice(0, 1000));
    return outer.prefixes.get(name.slice(6)) === uri ? [] : [[name.slice(6), uri]];
  });
  if (news.length === 0) return { base, prefixes: outer.prefixes };
  if (outer.prefixes.size + news.length > mostPrefixes) {
    throw new FeedProblem("declares more namespaces than any feed needs");
  }
  return { base, prefixes: new Map([...outer.prefixes, ...news]) };
}

function notAFeed(firstTag: string | undefined): string {
  if (firstTag === undefined) return "is not a feed";
  const tag = firstTag.replace(/[^\w.-]/g, "").slice(0, 40);
  return `is XML, but not a feed (it begins with <${tag}>)`;
}
