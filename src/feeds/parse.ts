import type { FeedDocument } from "../core/source.ts";
import { decodeText } from "./encoding.ts";
import { readJson } from "./read-json.ts";
import { readXml } from "./read-xml.ts";
import { translate } from "./translate.ts";

/** Reads a feed of any format. Rejects with a FeedProblem that says why it cannot be read. */
export async function parseFeed(
  bytes: Uint8Array,
  contentType: string | undefined,
  url: string,
): Promise<FeedDocument> {
  const text = decodeText(bytes, contentType);
  const isJson = /^[\s\ufeff]*[{[]/.test(text);
  return translate(isJson ? readJson(text.trim()) : await readXml(text), url);
}
