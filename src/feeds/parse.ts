import type { FeedDocument } from "../core/source.ts";
import { assemble } from "./assemble.ts";
import { decodeText } from "./encoding.ts";
import { feedOfPage } from "./page-feed.ts";
import { FeedProblem, WebPage } from "./problem.ts";
import type { RawFeed } from "./raw.ts";
import { readJson } from "./read-json.ts";
import { readXml } from "./read-xml.ts";
import { type Draft, type Reading, translate } from "./translate.ts";

/** Reads a feed of any format, lot by lot. Rejects with a FeedProblem that says why it cannot be read. */
export async function readFeed(
  bytes: Uint8Array,
  contentType: string | undefined,
  url: string,
): Promise<Reading> {
  // No generator of its own: that would hold the bytes until the end.
  return translate(await readRaw(decodeText(bytes, contentType), url), url);
}

async function readRaw(text: string, url: string): Promise<RawFeed> {
  if (/^[\s\ufeff]*[{[]/.test(text)) return readJson(text.trim());
  return readXml(text).catch((error: unknown) => {
    const feed = error instanceof WebPage ? feedOfPage(text, url) : "";
    throw feed
      ? new FeedProblem(`is a web page, not a feed; the page's feed is at ${feed}`)
      : error;
  });
}

/** The same, all at once. */
export async function parseFeed(
  bytes: Uint8Array,
  contentType: string | undefined,
  url: string,
): Promise<FeedDocument> {
  const reading = await readFeed(bytes, contentType, url);
  const drafts: Draft[] = [];
  for (;;) {
    const { done, value } = await reading.next();
    if (done) return assemble(drafts, value);
    drafts.push(...value);
  }
}
