import { z } from "zod";
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

/** Reads JSON Feed 1 and 1.1. @throws FeedProblem */
export function readJson(text: string): RawFeed {
  const read = feed.safeParse(parse(text));
  if (!read.success) throw new FeedProblem("is JSON, but not a feed (it has no list of items)");
  const { title, home_page_url, items } = read.data;
  const all = items.slice(0, mostEntries).map((one) => item.safeParse(one));
  const skipped = all.flatMap(({ success }, index) =>
    success ? [] : [`entry ${index + 1}: it is no JSON object`],
  );
  if (items.length > mostEntries) {
    skipped.push(`${items.length - mostEntries} entries beyond the first 2,000`);
  }
  return {
    format: "json",
    titles: texts(title),
    links: texts(home_page_url),
    entries: all.flatMap(({ data }) => (data ? entryOf(data) : [])),
    skipped,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
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
