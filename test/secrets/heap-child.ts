import { writeFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { setFlagsFromString, writeHeapSnapshot } from "node:v8";
import { runInNewContext } from "node:vm";
import type { Secret } from "../../src/core/secret.ts";
import { openLog } from "../../src/log.ts";
import { loadSettings, openWatchpost } from "../../src/main.ts";
import { noteFailures } from "../../src/program/last-words.ts";

/**
 * Reads settings as the bot does, opens the bot that the first ones describe, has it ask everybody it speaks to, and writes down what a picture of its heap and a
 * report of a crash would show. Arguments: a folder to write to, and settings files.
 */
const [folder = "", first, ...others] = process.argv.slice(2);
const log = { info() {}, warn() {}, error() {} };
const all = [first, ...others].map((file) => loadSettings(file));
const [settings = loadSettings()] = all;
const bot = await openWatchpost(settings, log);
// Whoever asks the world for something has used its secrets by then, and must have kept nothing of them.
await bot.services.probe();
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
for (let round = 0; round < 3; round += 1) {
  await after(10);
  collect();
}
writeHeapSnapshot(`${folder}/heap`);
writeFileSync(`${folder}/report`, JSON.stringify(process.report?.getReport()));
writeFileSync(`${folder}/environment`, JSON.stringify(process.env));
writeFileSync(`${folder}/settings`, JSON.stringify(all));
await bot.stop();
// The worst that can happen: an error that nobody catches, with every secret in its words.
noteFailures(openLog("info"));
const values = all.flatMap(({ secrets }) => secrets?.known() ?? []).map(({ secret }) => secret);
setImmediate(() => {
  throw new Error(`a dump of a request: ${JSON.stringify(values.map(revealed))}`);
});

function revealed(secret: Secret): string {
  return secret.reveal();
}
