import type { RequestListener } from "node:http";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { Secret } from "../../src/core/secret.ts";
import { defineSource, pollSettings, type Source, type Target } from "../../src/core/source.ts";
import type { TargetState } from "../../src/core/store.ts";
import { createFeedParser } from "../../src/feeds/parser.ts";
import { createReader, type Reader } from "../../src/feeds/reader.ts";
import { rss } from "./documents.ts";
import { serve } from "./servers.ts";

const parser = createFeedParser({ limitMs: 30_000 });
afterAll(() => parser.close());
const open: Reader[] = [];
afterEach(async () => {
  for (const reader of open.splice(0)) await reader.close();
});

/** A source that tells a feed's titles and a page's words. */
const source: Source = defineSource({
  id: "sample",
  title: "Sample",
  summary: "A sample",
  labels: [],
  feedNamed: false,
  settings: z.object(pollSettings("1m")),
  targets: () => [],
  async read({ url }, { feed, page }) {
    const address = url instanceof Secret ? url.reveal() : url;
    const [{ entries }, words = "no page"] = await Promise.all([
      feed(address),
      page(new URL("/page", address).href),
    ]);
    return entries.map(({ id, title }) => ({
      source: "sample",
      id,
      title: `${title} / ${words}`,
      url: "",
      phase: "published" as const,
      revisions: [],
      labels: [],
      facts: [],
    }));
  },
});

function readerOf(allow: readonly string[] = []): Reader {
  const reader = createReader({ userAgent: "Watchpost/test", outgoing: { allow }, parser });
  open.push(reader);
  return reader;
}

const now = new Date("2026-11-22T12:00:00Z");
const state = (validators: TargetState["validators"]): TargetState => ({
  key: "sample",
  source: "sample",
  title: "Sample",
  failures: 0,
  validators,
});
const read = (
  url: string | Secret,
  validators: TargetState["validators"] = {},
  more: Partial<Target> = {},
) =>
  readerOf().read(
    source,
    { every: 60_000 },
    { key: "sample", title: "Sample", url, ...more },
    state(validators),
    now,
  );

const bodies = ({ feed, page }: { feed: string; page: string }) => ({
  feed: rss(`<guid>1</guid><title>${feed}</title>`),
  page,
});

/** A site whose feed and page have validators of their own. */
function site(content: { feed: string; page: string }) {
  const asked: string[] = [];
  const listener: RequestListener = (request, response) => {
    const which = request.url === "/page" ? "page" : "feed";
    const etag = `"${content[which]}"`;
    const status = request.headers["if-none-match"] === etag ? 304 : 200;
    asked.push(`${which} ${status}`);
    response.setHeader("etag", etag).setHeader("date", "Sun, 22 Nov 2026 12:05:00 GMT");
    response.writeHead(status).end(status === 200 ? bodies(content)[which] : undefined);
  };
  return { asked, listener };
}

const slow = 60_000;

describe("the reader", () => {
  it(
    "says that nothing has changed when every address says so",
    async () => {
      const { asked, listener } = site({ feed: "one", page: "words" });
      const origin = await serve(listener);
      const first = await read(`${origin}/feed`);
      expect(first.subjects?.map(({ title }) => title)).toEqual(["one / words"]);
      const second = await read(`${origin}/feed`, first.validators);
      expect(second.subjects).toBeUndefined();
      expect(second.validators).toEqual(first.validators);
      expect(asked.slice(2).sort()).toEqual(["feed 304", "page 304"]);
    },
    slow,
  );

  it.each([
    ["page", { feed: "one", page: "other words" }, "one / other words"],
    ["feed", { feed: "two", page: "words" }, "two / words"],
  ] as const)(
    "reads everything anew when only the %s has changed",
    async (_, changed, title) => {
      const content = { feed: "one", page: "words" };
      const { listener } = site(content);
      const origin = await serve(listener);
      const first = await read(`${origin}/feed`);
      Object.assign(content, changed);
      const second = await read(`${origin}/feed`, first.validators);
      expect(second.subjects?.map((subject) => subject.title)).toEqual([title]);
      const third = await read(`${origin}/feed`, second.validators);
      expect(third.subjects).toBeUndefined();
    },
    slow,
  );

  it(
    "knows an unchanged answer even where the server has no validators",
    async () => {
      const origin = await serve((_, response) =>
        response.end(rss("<guid>1</guid><title>x</title>")),
      );
      const first = await read(`${origin}/feed`);
      expect((await read(`${origin}/feed`, first.validators)).subjects).toBeUndefined();
    },
    slow,
  );

  it(
    "does without the page when it cannot be had",
    async () => {
      const origin = await serve((request, response) => {
        if (request.url === "/page") response.writeHead(500).end();
        else response.end(rss("<guid>1</guid><title>x</title>"));
      });
      expect((await read(`${origin}/feed`)).subjects?.map(({ title }) => title)).toEqual([
        "x / no page",
      ]);
    },
    slow,
  );

  it(
    "fails when the feed cannot be had",
    async () => {
      const origin = await serve((_, response) =>
        response.writeHead(503, { "retry-after": "60" }).end(),
      );
      await expect(read(`${origin}/feed`)).rejects.toMatchObject({
        name: "UpstreamError",
        retryAfterMs: 60_000,
      });
    },
    slow,
  );

  it(
    "never stores or tells a secret address",
    async () => {
      const origin = await serve((request, response) => {
        if (request.url?.includes("broken")) response.end("<html/>");
        else response.setHeader("etag", '"1"').end(rss("<guid>1</guid><title>x</title>"));
      });
      const reading = await read(new Secret(`${origin}/feed?token=s3cret`));
      expect(JSON.stringify(reading)).not.toContain("s3cret");
      const error = await read(new Secret(`${origin}/broken?token=s3cret`)).catch(
        (thrown: Error) => thrown,
      );
      expect(String(error)).toContain("is a web page, not a feed");
      expect(String(error)).not.toContain("s3cret");
    },
    slow,
  );

  it(
    "reaches a feed that a person named only if it is public",
    async () => {
      const origin = await serve((_, response) => response.end(rss("<title>x</title>")));
      const named = { feed: `${origin}/feed` };
      await expect(read(`${origin}/feed`, {}, named)).rejects.toThrow("is not a public address");
      const reading = await readerOf(["127.0.0.1"]).read(
        source,
        { every: 60_000 },
        { key: "sample", title: "Sample", url: `${origin}/feed`, ...named },
        undefined,
        now,
      );
      expect(reading.subjects).toHaveLength(1);
    },
    slow,
  );

  it(
    "tells how far the clocks are apart, unless a cache may have kept the answer",
    async () => {
      const { listener } = site({ feed: "one", page: "words" });
      const origin = await serve(listener);
      const { skewMs = 0 } = await read(`${origin}/feed`);
      expect(skewMs).toBeGreaterThan(4 * 60_000);
      expect(skewMs).toBeLessThanOrEqual(5 * 60_000);
      const cached = await serve((request, response) => {
        response.setHeader("age", "30");
        listener(request, response);
      });
      expect((await read(`${cached}/feed`)).skewMs).toBeUndefined();
    },
    slow,
  );
});
