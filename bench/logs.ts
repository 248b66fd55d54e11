import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { type Figure, isOver, tableOf } from "./figures.ts";
import { measureArchive } from "./logs/archive.ts";
import { makerOf } from "./logs/lines.ts";
import { measurePouring } from "./logs/pouring.ts";

/** Measures the archive of tenant logs on this machine. Everything stays on loopback and in one folder, which is removed. */
const { values } = parseArgs({
  options: {
    events: { type: "string", default: "1000000" },
    "most-for-others": { type: "string", default: "1000000" },
    "per-second": { type: "string", default: "5000" },
    seconds: { type: "string", default: "20" },
    only: { type: "string", multiple: true },
    folder: { type: "string", default: tmpdir() },
    maker: { type: "string" },
  },
});

const begun = performance.now();
const say = (words: string): void =>
  console.log(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${words}`);
const folder = mkdtempSync(join(resolve(values.folder), "watchpost-bench-logs-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

const make = await makerOf(values.maker && resolve(values.maker));
const measures: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  archive: () =>
    measureArchive({
      events: Number(values.events),
      mostForOthers: Number(values["most-for-others"]),
      folder,
      make,
      say,
    }),
  pouring: () =>
    measurePouring({
      perSecond: Number(values["per-second"]),
      seconds: Number(values.seconds),
      say,
    }),
};

const figures: Figure[] = [];
for (const name of values.only ?? Object.keys(measures)) {
  const measure = measures[name];
  if (!measure) throw new Error(`--only takes ${Object.keys(measures).join(" or ")}, not ${name}`);
  figures.push(...(await measure()));
}
console.log(`\n${tableOf(figures)}`);
const over = new Set(figures.filter(isOver).map(({ name }) => name));
if (over.size > 0) console.log(`\nOver their bounds:\n  ${[...over].join("\n  ")}`);
if (over.size > 0) process.exitCode = 1;
