import { z } from "zod";
import { Immodest, readModestly } from "../core/modest-json.ts";
import { FeedProblem } from "./problem.ts";
import type { RawEntry, RawFeed, RawText } from "./raw.ts";

const words = z.string().optional().catch(undefined);
const item = z.object({
  id: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  url: words,
  external_url: words,
  title: words,
  content_html: words,
  content_text: words,
  summary: words,
  date_published: words,
  date_modified: words,
  tags: z.array(z.unknown()).catch([]),
});
const feed = z.object({
  version: z.string().optional().catch(undefined),
  title: words,
  home_page_url: words,
  items: z.array(z.unknown()),
});
const mostEntries = 2000;
const atOnce = 20;
const modesty = { values: 200_000, depth: 500 };

/** Reads JSON Feed 1 and 1.1. @throws FeedProblem */
export function readJson(text: string): RawFeed {
  const read = feed.safeParse(parse(text));
  if (!read.success) throw new FeedProblem("is JSON, but not a feed (it has no list of items)");
  const { title, home_page_url, items } = read.data;
  const omitted = items.length - mostEntries;
  const skipped = omitted > 0 ? [`${omitted} entries beyond the first 2,000`] : [];
  return {
    format: "json",
    titles: texts(title),
    links: texts(home_page_url),
    lots: lotsOf(items.slice(0, mostEntries), skipped),
    skipped,
  };
}

async function* lotsOf(items: unknown[], skipped: string[]) {
  // Taken out lot by lot, so that what was read need not be kept.
  for (let at = 0; items.length > 0; at += atOnce) {
    yield items.splice(0, atOnce).flatMap((one, index) => {
      const read = item.safeParse(one);
      if (read.success) return entryOf(read.data);
      skipped.push(`entry ${at + index + 1}: it is no JSON object`);
      return [];
    });
  }
}

function parse(text: string): unknown {
  try {
    return readModestly(text, modesty);
  } catch (error) {
    if (error instanceof Immodest) throw new FeedProblem(error.message);
    if (error instanceof SyntaxError) throw new FeedProblem("is broken JSON");
    throw error;
  }
}

function entryOf(one: z.infer<typeof item>): RawEntry {
  return {
    ids: texts(one.id).map((id) => ({ ...id, permalink: true })),
    titles: texts(one.title),
    links: texts(one.url, one.external_url),
    categories: one.tags.filter((tag) => typeof tag === "string"),
    bodies: [
      ...texts(one.content_html).map(({ text }) => ({ text, kind: "html" as const })),
      ...texts(one.content_text, one.summary),
    ],
    published: present(one.date_published),
    updated: present(one.date_modified),
  };
}

const present = (...given: readonly (string | undefined)[]): readonly string[] =>
  given.filter((text) => text !== undefined);

const texts = (...given: readonly (string | undefined)[]): readonly RawText[] =>
  present(...given).map((text) => ({ text, kind: "text" }));
