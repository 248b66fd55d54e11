import type { Readers } from "../../src/core/source.ts";
import { parseFeed } from "../../src/feeds/parse.ts";

/** Readers over documents by address; what is not there cannot be had. */
export function readersOf(
  documents: Readonly<Record<string, string>>,
  asked: string[] = [],
): Readers {
  return {
    async feed(url) {
      asked.push(url);
      return parseFeed(new TextEncoder().encode(documents[url] ?? ""), undefined, url);
    },
    async page(url) {
      asked.push(url);
      return documents[url];
    },
  };
}
