import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serveFeeds } from "./bot-process.ts";

const built = (file: string) =>
  JSON.stringify(fileURLToPath(new URL(`../../dist/src/${file}`, import.meta.url)));
/** Reads one feed twice, as the bot does, in a process where nothing else happens; then tells its peak memory. */
const reading = `
import { createFeedParser } from ${built("feeds/parser.js")};
import { createReader } from ${built("feeds/reader.js")};
import { rss } from ${built("sources/rss.js")};
const parser = createFeedParser({ limitMs: 20_000 });
const reader = createReader({ userAgent: "x", outgoing: { allow: ["127.0.0.0/8"] }, parser });
const settings = { every: 60_000 };
const [target] = rss.targets(settings, { tenants: [], feeds: [process.argv[2]] });
let found;
for (let times = 0; times < 2; times += 1) {
  found = await reader.read(rss, settings, target, undefined, new Date()).then(
    ({ subjects }) => String(subjects.length),
    (error) => error.message,
  );
}
console.log(JSON.stringify({ found, peakMb: process.resourceUsage().maxRSS / 1024 }));
await reader.close();
await parser.close();
`;

const bytes = 5_000_000;
const filled = (one: string) => one.repeat(Math.floor(bytes / one.length));
const rssOf = (items: string) => `<rss><channel><title>漢</title>${items}</channel></rss>`;
const item = (body: string, n: number) =>
  `<item><title>${n}</title><guid>${n}</guid><description><![CDATA[${body}]]></description></item>`;
const items = (body: string) =>
  Array.from({ length: Math.floor(bytes / (body.length + 90)) }, (_, n) => item(body, n)).join("");

describe("5 MB of a feed", { timeout: 120_000 }, () => {
  let feeds: Awaited<ReturnType<typeof serveFeeds>>;
  const folder = mkdtempSync(join(tmpdir(), "watchpost-memory-"));
  const script = join(folder, "read.mjs");
  beforeAll(async () => {
    writeFileSync(script, reading);
    feeds = await serveFeeds();
  });
  afterAll(async () => {
    await feeds.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["much markup", rssOf(items("<b>x</b>y".repeat(2800))), /^\d+$/],
    ["many small paragraphs", rssOf(items("<p>x".repeat(630))), /^\d+$/],
    [
      "JSON",
      JSON.stringify({
        title: "漢",
        items: Array.from({ length: 1800 }, (_, n) => ({
          id: n,
          content_html: "<p>a <b>b</b></p>".repeat(150),
        })),
      }),
      /^1800$/,
    ],
    ["JSON of commas", `{"items":[${filled("{},")}{}]}`, /holds more values/],
  ])("takes no process past 200 MB: %s", async (_, document, found) => {
    feeds.show("/big", document);
    const { stdout } = await promisify(execFile)(process.execPath, [script, `${feeds.url}/big`]);
    const seen = JSON.parse(stdout) as { found: string; peakMb: number };
    expect(seen.found).toMatch(found);
    expect(seen.peakMb).toBeLessThan(200);
  });
});
