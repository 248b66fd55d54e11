import Parser from "rss-parser";
import { z } from "zod";
import { FeedProblem } from "./problem.ts";
import type { RawEntry, RawFeed } from "./raw.ts";
import { tidy } from "./tidy.ts";

const fields = ["title", "link", "id", "category", "body", "published", "updated"] as const;
type FieldName = (typeof fields)[number];

/** A field as `tidy` wrote it: its words, and what must be known of them. */
const element = z.object({
  _: z.string().default(""),
  $: z.object({
    rank: z.coerce.number(),
    kind: z.enum(["text", "html", "guess"]),
    base: z.string().optional(),
    rel: z.string().optional(),
    permalink: z.string().optional(),
    src: z.string().optional(),
  }),
});
const elements = z.array(element).default([]);
const shape = z.object(
  Object.fromEntries(fields.map((name) => [name, elements])) as Record<FieldName, typeof elements>,
);
type Shape = z.infer<typeof shape>;

const keep = fields.map((name) => [`w:${name}`, name, { keepArray: true }]);

/** Reads RSS 0.9x, 1.0 and 2.0 and Atom 0.3 and 1.0. Rejects with a FeedProblem. */
export async function readXml(text: string): Promise<RawFeed> {
  const { xml, bodies, omitted } = tidy(text);
  const parser = new Parser({ customFields: { feed: keep as never, item: keep as never } });
  const feed = await parser.parseString(xml).catch((error: unknown) => {
    throw new FeedProblem("cannot be read as a feed", { cause: error });
  });
  const { title, link } = sorted(shape.parse(own(feed)));
  return {
    format: xml.startsWith("<feed") ? "atom" : "rss",
    titles: title.map(textOf),
    links: link.map(linkOf),
    entries: feed.items.map((item) => entryOf(sorted(shape.parse(own(item))), bodies)),
    skipped: omitted > 0 ? [`${omitted} entries beyond the first 2,000`] : [],
  };
}

/** rss-parser adds fields of its own under the same names; ours are lists. */
function own(given: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => isField(name) && Array.isArray(value)),
  );
}

const isField = (name: string): name is FieldName => fields.some((field) => field === name);

function sorted(given: Shape): Shape {
  for (const name of fields) given[name].sort((a, b) => a.$.rank - b.$.rank);
  return given;
}

function entryOf(
  { id, title, link, category, body, published, updated }: Shape,
  texts: readonly string[],
): RawEntry {
  return {
    ids: id.map((one) => ({ ...textOf(one), permalink: one.$.permalink !== "false" })),
    titles: title.map(textOf),
    links: [...link.map(linkOf), ...body.flatMap(elsewhere)],
    categories: category.map(({ _ }) => _),
    bodies: body.map((one) => ({ ...textOf(one), text: texts[Number(one._)] ?? "" })),
    published: published.map(({ _ }) => _),
    updated: updated.map(({ _ }) => _),
  };
}

type Element = z.infer<typeof element>;
const textOf = ({ _, $: { kind, base } }: Element) => ({ text: _, kind, base });
const linkOf = (one: Element) => ({ ...textOf(one), rel: one.$.rel });

/** Atom may keep an entry's content at another address, which then is the entry's. */
function elsewhere({ $: { src, base } }: Element) {
  return src === undefined ? [] : [{ text: src, kind: "text" as const, base, rel: "content" }];
}
