import { createCapture } from "./capture.ts";
import { cleanText, decodeReferences, escapeXml } from "./entities.ts";
import { resolveBase } from "./links.ts";
import { FeedProblem } from "./problem.ts";
import { type Format, fieldOf, formatOf, type Name, nameOf, vocabularyOf } from "./vocabulary.ts";

/** Entries beyond these are not read: the newest come first. */
const mostEntries = 2000;

type Attributes = Readonly<Record<string, string>>;
/** The part an element plays; `skipped`: it and all in it are of no interest. */
type Role = "outside" | "root" | "channel" | "entry" | "skipped";

interface Frame {
  readonly role: Role;
  readonly base: string;
  /** What each prefix stands for. */
  readonly prefixes: ReadonlyMap<string, string>;
}

/** A feed written anew. */
export interface Tidied {
  readonly xml: string;
  /** The text of each `<w:body>`, which holds no more than its number: rss-parser is slow, and need not know. */
  readonly bodies: readonly string[];
  /** Entries that were left out, being too many. */
  readonly omitted: number;
}

const outermost: Frame = { role: "outside", base: "", prefixes: new Map() };
const markup = {
  atom: { begin: "<feed>", end: "</feed>", entry: "entry" },
  rss: { begin: '<rss version="2.0"><channel>', end: "</channel></rss>", entry: "item" },
} as const;

/** Follows a feed element by element and writes down what matters in a form of its own. */
export class Outline {
  readonly #out: string[] = [];
  readonly #frames: Frame[] = [];
  readonly #capture: ReturnType<typeof createCapture>;
  #root: { readonly format: Format; readonly uri: string | undefined } | undefined;
  #firstTag: string | undefined;
  #entries = 0;
  #done = false;

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
      if (written !== undefined) this.#out.push(written);
      return;
    }
    const closed = this.#frames.pop();
    if (closed?.role === "entry") this.#out.push(`</${this.#markup.entry}>`);
    if (closed?.role === "root") this.#done = true;
  }

  /** @throws FeedProblem unless a whole feed was there. */
  finish(): Tidied {
    if (!this.#root) throw new FeedProblem(notAFeed(this.#firstTag));
    if (!this.#done) throw new FeedProblem("breaks off before its end");
    this.#out.push(this.#markup.end);
    const omitted = Math.max(0, this.#entries - mostEntries);
    return { xml: this.#out.join(""), bodies: this.#capture.bodies, omitted };
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
    if (this.#firstTag === "html") throw new FeedProblem("is a web page, not a feed");
    const format = formatOf(name, uri);
    if (!format) return "outside";
    this.#root = { format, uri };
    this.#out.push(this.#markup.begin);
    return "root";
  }

  #openEntry(attributes: Attributes): void {
    this.#out.push(`<${this.#markup.entry}>`);
    const about = attributes["rdf:about"];
    if (!about) return;
    const id = escapeXml(cleanText(decodeReferences(about)));
    this.#out.push(`<w:id rank="9" kind="text">${id}</w:id>`);
  }
}

function frameOf(outer: Frame, attributes: Attributes): Omit<Frame, "role"> {
  let { base, prefixes } = outer;
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "xml:base") base = resolveBase(decodeReferences(value), base);
    if (name === "xmlns" || name.startsWith("xmlns:")) {
      prefixes = new Map([...prefixes, [name.slice(6), decodeReferences(value)]]);
    }
  }
  return { base, prefixes };
}

function notAFeed(firstTag: string | undefined): string {
  if (firstTag === undefined) return "is not a feed";
  const tag = firstTag.replace(/[^\w.-]/g, "").slice(0, 40);
  return `is XML, but not a feed (it begins with <${tag}>)`;
}
