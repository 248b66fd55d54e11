import { monitorEventLoopDelay } from "node:perf_hooks";
import RssParser from "rss-parser";
import { built } from "./built.ts";
import type { LoopDelay } from "./watch-loop.mjs";

/** What reading a feed once came to. */
export interface ReadOnce {
  readonly ms: number;
  readonly entries: number;
  /** How late this process's event loop was meanwhile. */
  readonly loop: LoopDelay;
}

type Read = (url: string) => Promise<number>;

/** Reads feeds in one of two ways, whenever it is told an address. */
const read = process.argv[2] === "ours" ? await ours() : plainly;
const resolution = 5;

process.on("message", ({ url }: { url: string }) => {
  measure(url).then(
    (once) => process.send?.(once),
    (error: unknown) => {
      throw error;
    },
  );
});
process.send?.({ ready: true });

async function measure(url: string): Promise<ReadOnce> {
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  const begun = performance.now();
  const entries = await read(url);
  const ms = performance.now() - begun;
  // A stall at the very end is seen only by the next beat.
  await new Promise((turn) => setTimeout(turn, 3 * resolution));
  delay.disable();
  const late = (ns: number) => Math.max(0, ns / 1e6 - resolution);
  return { ms, entries, loop: { p99: late(delay.percentile(99)), max: late(delay.max) } };
}

/** As the bot does it: fetched within limits, parsed in a worker, made into subjects. */
async function ours(): Promise<Read> {
  const { createFeedParser } =
    await built<typeof import("../src/feeds/parser.ts")>("src/feeds/parser");
  const { createReader } = await built<typeof import("../src/feeds/reader.ts")>("src/feeds/reader");
  const { changelog } =
    await built<typeof import("../src/sources/changelog.ts")>("src/sources/changelog");
  const parser = createFeedParser();
  const reader = createReader({ userAgent: "bench", outgoing: { allow: [] }, parser });
  return async (url) => {
    const settings = changelog.settings.parse({ url });
    const [target] = changelog.targets(settings, { tenants: [], feeds: [] });
    if (!target) throw new TypeError("the change log has no target");
    const { subjects } = await reader.read(changelog, settings, target, undefined, new Date());
    return subjects?.length ?? 0;
  };
}

/** In the main thread: rss-parser, and for JSON, which it does not read, JSON.parse. */
async function plainly(url: string): Promise<number> {
  const text = await (await fetch(url)).text();
  if (url.endsWith("json")) return (JSON.parse(text) as { items: unknown[] }).items.length;
  return (await new RssParser().parseString(text)).items.length;
}
