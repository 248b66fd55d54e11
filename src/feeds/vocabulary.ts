/** Which vocabulary an element's namespace belongs to. `own`: the feed format's itself. */
export type Vocabulary = "own" | "atom" | "dc" | "dcterms" | "content" | "xhtml" | "other";
/** What of an entry or a feed is kept. */
export type FieldName = "title" | "link" | "id" | "category" | "body" | "published" | "updated";
export type Format = "atom" | "rss";

/** Where several elements tell the same thing, the lowest rank is believed. */
export interface Field {
  readonly name: FieldName;
  readonly rank: number;
}

const uris = new Map<string, Vocabulary>(
  Object.entries({
    "http://www.w3.org/2005/atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://purl.org/rss/1.0/": "own",
    "http://my.netscape.com/rdf/simple/0.9/": "own",
    "http://channel.netscape.com/rdf/simple/0.9/": "own",
    "http://my.netscape.com/publish/formats/rss-0.91.dtd": "own",
    "http://backend.userland.com/rss": "own",
    "http://backend.userland.com/rss2": "own",
    "http://backend.userland.com/rss191": "own",
    "http://blogs.law.harvard.edu/tech/rss": "own",
  } as const),
);
/** Prefixes that documents use undeclared. */
const customary = new Set(["atom", "dc", "dcterms", "content", "xhtml"]);
const rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

export interface Name {
  readonly prefix: string;
  /** In lower case: feeds are not careful. */
  readonly local: string;
}

export function nameOf(tag: string): Name {
  const colon = tag.indexOf(":");
  return {
    prefix: colon < 0 ? "" : tag.slice(0, colon),
    local: tag.slice(colon + 1).toLowerCase(),
  };
}

/** `uri`: what the element's prefix stands for here, if it is declared. `rootUri`: the same for the root element. */
export function vocabularyOf(
  { prefix }: Name,
  uri: string | undefined,
  root: { readonly format: Format; readonly uri: string | undefined },
): Vocabulary {
  if (uri === undefined) {
    if (prefix === "") return "own";
    return customary.has(prefix) ? own(prefix as Vocabulary, root.format) : "other";
  }
  // Some declare Atom's namespace for the whole of an RSS feed.
  if (uri === root.uri || uri === "") return "own";
  const known = uris.get(
    uri
      .trim()
      .toLowerCase()
      .replace(/^https:/, "http:"),
  );
  return known ? own(known, root.format) : "other";
}

function own(vocabulary: Vocabulary, format: Format): Vocabulary {
  return vocabulary === "atom" && format === "atom" ? "own" : vocabulary;
}

/** The format that a root element announces, if it is a feed's. */
export function formatOf({ local, prefix }: Name, uri: string | undefined): Format | undefined {
  if (local === "rss" || local === "channel") return "rss";
  if (local === "rdf" && (uri === rdf || prefix === "rdf")) return "rss";
  return local === "feed" ? "atom" : undefined;
}

const field = (name: FieldName, rank: number): Field => ({ name, rank });

const fields: Readonly<Record<Vocabulary, Readonly<Record<string, Field>>>> = {
  own: {
    title: field("title", 0),
    link: field("link", 0),
    guid: field("id", 0),
    id: field("id", 1),
    category: field("category", 0),
    content: field("body", 1),
    body: field("body", 2),
    description: field("body", 3),
    summary: field("body", 4),
    pubdate: field("published", 0),
    published: field("published", 1),
    issued: field("published", 2),
    date: field("published", 4),
    created: field("published", 6),
    updated: field("updated", 0),
    modified: field("updated", 1),
  },
  atom: {
    title: field("title", 2),
    link: field("link", 1),
    id: field("id", 2),
    content: field("body", 1),
    summary: field("body", 4),
    published: field("published", 1),
    issued: field("published", 2),
    created: field("published", 6),
    updated: field("updated", 2),
    modified: field("updated", 2),
  },
  dc: {
    title: field("title", 1),
    date: field("published", 5),
    subject: field("category", 1),
    description: field("body", 5),
  },
  dcterms: {
    issued: field("published", 3),
    available: field("published", 4),
    created: field("published", 6),
    modified: field("updated", 3),
  },
  content: { encoded: field("body", 0) },
  xhtml: { body: field("body", 2), div: field("body", 2) },
  other: {},
};

/** What the element is to an entry, if anything. */
export function fieldOf(vocabulary: Vocabulary, local: string): Field | undefined {
  const table = fields[vocabulary];
  return Object.hasOwn(table, local) ? table[local] : undefined;
}
