import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { UpstreamError } from "../../src/core/errors.ts";
import { defineSource, pollSettings, type Readers } from "../../src/core/source.ts";
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
const now = new Date("2026-11-22T12:00:00Z");

/** Reads, in a source's place, with the readers that sources are given; again and again with the same reader. */
function house(url: string, settings: object = { url }) {
  const reader = createReader({ userAgent: "Watchpost/test", outgoing: { allow: [] }, parser });
  open.push(reader);
  return async <Read>(ask: (readers: Readers) => Promise<Read>): Promise<Read> => {
    let answer: Read | undefined;
    const source = defineSource({
      id: "sample",
      title: "Sample",
      summary: "A sample",
      labels: [],
      feedNamed: false,
      settings: z.object(pollSettings("1m")),
      conditional: false,
      targets: () => [],
      async read(_target, readers) {
        answer = await ask(readers);
        return [];
      },
    });
    const target = { key: "sample", title: "Sample", url };
    await reader.read(source, { every: 1, ...settings }, target, undefined, now);
    return answer as Read;
  };
}

describe("what a source reads as data", () => {
  it("is asked by POST where there is something to say, and by GET where there is not", async () => {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        asked.push(`${request.method} ${request.headers["content-type"] ?? "-"} ${body}`);
        response.end('{"a":[1]}');
      });
    });
    const read = house(origin);
    expect(await read(({ json }) => json(`${origin}/x`, { body: { q: "é" } }))).toEqual({ a: [1] });
    expect(await read(({ json }) => json(`${origin}/x`))).toEqual({ a: [1] });
    expect(asked).toEqual(['POST application/json {"q":"é"}', "GET - "]);
  });

  it("is asked for once in each of its states", async () => {
    let count = 0;
    const origin = await serve((_, response) => {
      count += 1;
      response.end(String(count));
    });
    const read = house(origin);
    const at = (version?: string) =>
      read(({ json }) => json(`${origin}/x`, version === undefined ? {} : { version }));
    expect([await at("1"), await at("1"), await at("2"), await at("2"), await at("1")]).toEqual([
      1, 1, 2, 2, 3,
    ]);
    expect([await at(), await at()]).toEqual([4, 5]);
  });

  it("is not kept when it is long", async () => {
    let count = 0;
    const origin = await serve((_, response) => {
      count += 1;
      response.end(JSON.stringify("x".repeat(100_000)));
    });
    const read = house(origin);
    for (let time = 0; time < 2; time += 1) {
      await read(({ json }) => json(`${origin}/x`, { version: "1" }));
    }
    expect(count).toBe(2);
  });

  it.each([
    ["no JSON", 200, "<html>", /127\.0\.0\.1:\d+ sent an answer that is not JSON\.$/],
    ["half of it", 200, '{"a":', /is not JSON/],
    ["an error", 503, "{}", /answered HTTP 503\.$/],
    ["too much", 200, `"${"x".repeat(6 * 1024 * 1024)}"`, /more than 5 MB/],
  ])("is refused in words when it is %s", async (_, status, body, words) => {
    const origin = await serve((_request, response) => response.writeHead(status).end(body));
    const problem = await house(origin)(({ json }) => json(`${origin}/x`).catch((error) => error));
    expect(problem).toBeInstanceOf(UpstreamError);
    expect((problem as Error).message).toMatch(words);
  });

  it("never takes a question to where an answer points", async () => {
    const asked: string[] = [];
    const origin = await serve((request, response) => {
      asked.push(String(request.url));
      response.writeHead(307, { location: "/elsewhere" }).end();
    });
    const read = house(origin);
    await expect(read(({ json }) => json(`${origin}/x`, { body: {} }))).rejects.toThrow(
      /points a question to another address/,
    );
    expect(asked).toEqual(["/x"]);
  });

  it("is asked only where the settings say, or where everybody may", async () => {
    const origin = await serve((_, response) => response.end("{}"));
    const named = house("https://public.example", {});
    await expect(named(({ json }) => json(`${origin}/x`, { body: {} }))).rejects.toThrow(
      /is not a public address/,
    );
  });
});

describe("a file that a source reads", () => {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-data-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const read = house("https://public.example");

  it("comes as text", async () => {
    const path = join(folder, "lock.json");
    writeFileSync(path, '{"é":1}');
    expect(await read(({ file }) => file(path))).toBe('{"é":1}');
  });

  it("is named when it is not there, is a folder or a device, or is too large", async () => {
    const large = join(folder, "large.json");
    writeFileSync(large, "");
    truncateSync(large, 11 * 1024 * 1024);
    const wordsOf = (path: string) =>
      read(({ file }) => file(path).then(String, (error: Error) => error.message));
    expect(await wordsOf(join(folder, "none.json"))).toBe(
      `The file ${join(folder, "none.json")} is not there.`,
    );
    expect(await wordsOf(folder)).toBe(`${folder} is not a file.`);
    expect(await wordsOf("/dev/zero")).toBe("/dev/zero is not a file.");
    expect(await wordsOf(large)).toContain("is larger than 10 MB");
  });
});

describe("a source that holds several things against each other", () => {
  it("is given what has not changed too, and tells what it missed", async () => {
    const asked: (string | undefined)[] = [];
    const origin = await serve((request, response) => {
      asked.push(request.headers["if-none-match"]);
      response.setHeader("etag", '"same"');
      response.end(rss("<guid>1</guid><title>x</title>"));
    });
    const reader = createReader({ userAgent: "Watchpost/test", outgoing: { allow: [] }, parser });
    open.push(reader);
    const source = defineSource({
      id: "sample",
      title: "Sample",
      summary: "A sample",
      labels: [],
      feedNamed: false,
      settings: z.object(pollSettings("1m")),
      conditional: false,
      targets: () => [],
      async read({ url }, { feed, missed }) {
        const { entries } = await feed(String(url));
        missed(new UpstreamError("one", "One is away.", { retryAfterMs: 5000 }));
        missed(new UpstreamError("other", "So is the other.", { retryAfterMs: 9000 }));
        return entries.map(({ id, title }) => ({
          source: "sample",
          id,
          title,
          url: "",
          phase: "published" as const,
          revisions: [],
          labels: [],
          facts: [],
        }));
      },
    });
    const target = { key: "sample", title: "Sample", url: origin };
    const name = { key: "sample", source: "sample", title: "Sample", failures: 0 };
    const first = await reader.read(source, { every: 1 }, target, undefined, now);
    const state = { ...name, validators: first.validators };
    const second = await reader.read(source, { every: 1 }, target, state, now);
    expect(asked).toEqual([undefined, undefined]);
    expect(second.subjects).toHaveLength(1);
    expect(second.missed).toMatchObject({
      message: "One is away. So is the other.",
      retryAfterMs: 9000,
    });
  });
});
