import { writeFileSync } from "node:fs";
import { setTimeout as after } from "node:timers/promises";
import { setFlagsFromString, writeHeapSnapshot } from "node:v8";
import { runInNewContext } from "node:vm";
import { loadSettings, openWatchpost } from "../../src/main.ts";

/**
 * Reads settings as the bot does, opens the bot that the first ones describe, and writes down what a picture of its heap and a
 * report of a crash would show. Arguments: a folder to write to, and settings files.
 */
const [folder = "", first, ...others] = process.argv.slice(2);
const log = { info() {}, warn() {}, error() {} };
const all = others.map((file) => loadSettings(file));
const bot = await openWatchpost(loadSettings(first), log);
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
process.exit();
