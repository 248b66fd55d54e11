import Parser from "rss-parser";
import { z } from "zod";
import type { Part } from "./outline.ts";
import { FeedProblem } from "./problem.ts";
import type { RawEntry, RawFeed, RawLink, RawText } from "./raw.ts";
import { tidy } from "./tidy.ts";

const fields = ["title", "link", "id", "category", "body", "published", "updated"] as const;
type FieldName = (typeof fields)[number];

/** A field as `tidy` wrote it: its words, and what must be known of them. */
const element = z.object({
  _: z.string().default(""),
  $: z.object({
    rank: z.coerce.number(),
    kind: z.enum(["text", "html", "guess"]),
    base: z.coerce.number().optional(),
    rel: z.string().optional(),
    type: z.string().optional(),
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
  const { format, head, parts, bases, omitted } = tidy(text);
  const parser = new Parser({ customFields: { feed: keep as never, item: keep as never } });
  const { title, link } = sorted(shape.parse(own(await feedOf(head, parser))));
  return {
    format,
    titles: title.map((one) => textOf(one, bases)),
    links: link.map((one) => linkOf(one, bases)),
    lots: lotsOf(parts, bases, parser),
    skipped: omitted > 0 ? [`${omitted} entries beyond the first 2,000`] : [],
  };
}

async function* lotsOf(parts: Part[], bases: readonly string[], parser: Parser) {
  // Taken out one by one, so that what was read need not be kept.
  for (let part = parts.shift(); part; part = parts.shift()) {
    const { items } = await feedOf(part.xml, parser);
    const texts = part.bodies;
    yield items.map((item) => entryOf(sorted(shape.parse(own(item))), texts, bases));
  }
}

function feedOf(xml: string, parser: Parser) {
  return parser.parseString(xml).catch((error: unknown) => {
    throw new FeedProblem("cannot be read as a feed", { cause: error });
  });
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
  bases: readonly string[],
): RawEntry {
  return {
    ids: id.map((one) => ({ ...textOf(one, bases), permalink: one.$.permalink !== "false" })),
    titles: title.map((one) => textOf(one, bases)),
    links: [
      ...link.map((one) => linkOf(one, bases)),
      ...body.flatMap((one) => elsewhere(one, bases)),
    ],
    categories: category.map(({ _ }) => _),
    bodies: body.map((one) => ({ ...textOf(one, bases), text: texts[Number(one._)] ?? "" })),
    published: published.map(({ _ }) => _),
    updated: updated.map(({ _ }) => _),
  };
}

type Element = z.infer<typeof element>;

const textOf = ({ _, $: { kind, base } }: Element, bases: readonly string[]): RawText => ({
  text: _,
  kind,
  base: base === undefined ? undefined : bases[base],
});

const linkOf = (one: Element, bases: readonly string[]): RawLink => ({
  ...textOf(one, bases),
  rel: one.$.rel,
  type: one.$.type,
});

/** Atom may keep an entry's content at another address, which then is the entry's. */
function elsewhere(one: Element, bases: readonly string[]): readonly RawLink[] {
  const { src } = one.$;
  if (src === undefined) return [];
  return [{ ...textOf(one, bases), text: src, kind: "text", rel: "content" }];
}
