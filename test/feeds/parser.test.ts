import { afterEach, describe, expect, it } from "vitest";
import {
  createFeedParser,
  type FeedParser,
  type FeedParserOptions,
} from "../../src/feeds/parser.ts";
import { fileBeside, startWorker } from "../../src/worker.ts";
import { build } from "../fakes/build.ts";
import { rss } from "./documents.ts";

const slow = 120_000;
const bytes = (text: string) => new TextEncoder().encode(text);
const open: FeedParser[] = [];
afterEach(async () => {
  for (const parser of open.splice(0)) await parser.close();
});

function parserOf(options: FeedParserOptions = {}): FeedParser {
  const parser = createFeedParser(options);
  open.push(parser);
  return parser;
}

/** Costly to read: very many short paragraphs. */
const costly = bytes(
  rss(
    Array.from({ length: 1900 }, () => `<description>${"&lt;p>x".repeat(350)}</description>`).join(
      "</item><item>",
    ),
  ),
);

/** The turns that this thread takes, one after the other, until the end. */
function watchTurns() {
  const began = performance.now();
  let [count, longest, last, over] = [0, 0, began, false];
  const turn = () => {
    const now = performance.now();
    count += 1;
    longest = Math.max(longest, now - last);
    last = now;
    if (!over) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    end() {
      over = true;
      turn();
      return { count, longest, whole: last - began };
    },
  };
}

describe("the parser", () => {
  it(
    "reads one document after the other, and leaves the caller its bytes",
    async () => {
      const parser = parserOf();
      const document = bytes(rss("<title>x</title>"));
      const read = await Promise.all(
        [1, 2, 3].map(() => parser.parse(document, undefined, "https://a.example/")),
      );
      expect(read.map(({ entries }) => entries[0]?.title)).toEqual(["x", "x", "x"]);
      expect(document.byteLength).toBeGreaterThan(0);
    },
    slow,
  );

  it(
    "says in one sentence why a document cannot be read",
    async () => {
      await expect(
        parserOf().parse(bytes("<html/>"), undefined, "https://a.example/?token=s3cret"),
      ).rejects.toMatchObject({
        name: "UpstreamError",
        system: "a.example",
        message: "What a.example sent is a web page, not a feed.",
      });
    },
    slow,
  );

  it(
    "ends a document that takes too long, and reads the next one",
    async () => {
      const parser = parserOf({ limitMs: 200 });
      const ended = parser
        .parse(costly, undefined, "https://bad.example/")
        .catch((error: Error) => error.message);
      const next = parserOf().parse(
        bytes(rss("<title>x</title>")),
        undefined,
        "https://a.example/",
      );
      expect(await ended).toBe("What bad.example sent takes longer than 0.2 s to read.");
      expect((await next).entries).toHaveLength(1);
      const after = await parserOf().parse(
        bytes(rss("<title>y</title>")),
        undefined,
        "https://a.example/",
      );
      expect(after.entries[0]?.title).toBe("y");
    },
    slow,
  );

  it(
    "ends a document that takes too much memory, and reads the next one with the same parser",
    async () => {
      const parser = parserOf({ memoryMb: 24, limitMs: 60_000 });
      const huge = bytes(
        rss(
          `<description>${"&lt;b&gt;x&lt;/b&gt;y".repeat(18_000)}</description></item><item>`.repeat(
            14,
          ),
        ),
      );
      const ended = parser
        .parse(huge, undefined, "https://bad.example/")
        .catch((error: Error) => error.message);
      expect(await ended).toBe("What bad.example sent takes more than 24 MB of memory to read.");
      const next = await parser.parse(
        bytes(rss("<title>x</title>")),
        undefined,
        "https://a.example/",
      );
      expect(next.entries[0]?.title).toBe("x");
    },
    slow,
  );

  it(
    "reads 5 MB without holding up anything else",
    async () => {
      const item = `<title>x</title><description>${"word &lt;b&gt;bold&lt;/b&gt; ".repeat(100)}</description>`;
      const document = bytes(rss(Array.from({ length: 1900 }, () => item).join("</item><item>")));
      const parser = parserOf({ limitMs: 30_000 });
      await parser.parse(bytes("<rss/>"), undefined, "https://a.example/");
      const turns = watchTurns();
      const { entries } = await parser.parse(document, undefined, "https://a.example/");
      const { count, longest, whole } = turns.end();
      expect(document.byteLength).toBeGreaterThan(4_500_000);
      expect(entries).toHaveLength(1900);
      // Reading here would be one turn that takes almost all of the time, however fast the machine is.
      expect(count).toBeGreaterThan(100);
      expect(longest).toBeLessThan(whole / 2);
    },
    slow,
  );
});

describe("workers", () => {
  const answer = (url: URL) =>
    new Promise<unknown>((resolve, reject) => {
      const worker = startWorker(url);
      worker.once("error", reject).once("message", (message) => {
        resolve(message);
        worker.terminate().catch(reject);
      });
    });

  it(
    "start from source and, without tsx, from what was built",
    async () => {
      const folder = build("src/feeds/parse-worker.ts");
      try {
        const built = fileBeside(folder.urlOf("src/feeds/parser.ts").href, "parse-worker");
        expect(await answer(built)).toEqual({ kind: "ready" });
        const source = fileBeside(
          new URL("../../src/feeds/parser.ts", import.meta.url).href,
          "parse-worker",
        );
        expect(await answer(source)).toEqual({ kind: "ready" });
      } finally {
        folder.remove();
      }
    },
    slow,
  );
});
