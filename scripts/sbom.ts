import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { billOf } from "./supply/cyclonedx.ts";
import { lockOf } from "./supply/lock.ts";

// npm run sbom [-- --out <file>]: a CycloneDX bill of materials of what ships. It names no time, unless SOURCE_DATE_EPOCH
// gives one, so that the same lock gives the same file.

const { out } = parseArgs({ options: { out: { type: "string" } } }).values;
const lock = lockOf(readFileSync("package-lock.json", "utf8"));
const product = JSON.parse(readFileSync("package.json", "utf8"));
const seconds = process.env.SOURCE_DATE_EPOCH;
const bill = billOf(lock, product, seconds ? new Date(Number(seconds) * 1000) : undefined);
const text = `${JSON.stringify(bill, undefined, 2)}\n`;

if (out === undefined) process.stdout.write(text);
else {
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, text);
  console.log(`${out} is written: ${bill.components.length} packages.`);
}
