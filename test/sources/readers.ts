import type { Readers } from "../../src/core/source.ts";
import { parseFeed } from "../../src/feeds/parse.ts";

/** What most sources never ask for. */
export const nothingMore: Pick<Readers, "json" | "file" | "known" | "missed"> = {
  json: async (url) => {
    throw new Error(`the source asked for the data of ${url}`);
  },
  file: async (path) => {
    throw new Error(`the source asked for the file ${path}`);
  },
  known: async () => [],
  missed: (problem) => {
    throw problem;
  },
};

/** Readers over documents by address; what is not there cannot be had. */
export function readersOf(
  documents: Readonly<Record<string, string>>,
  asked: string[] = [],
): Readers {
  return {
    ...nothingMore,
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
