import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { licenceOf, licenceProblem } from "./supply/licence-rules.ts";
import { lockOf, type Place, shippedIn } from "./supply/lock.ts";
import { noticesOf } from "./supply/notices.ts";

// npm run licenses [-- --out <file>]: the licences of all packages that ship; with a file, their texts for passing them on.
// Fails where one of them may not be passed on.

const { out } = parseArgs({ options: { out: { type: "string" } } }).values;
const shipped = shippedIn(lockOf(readFileSync("package-lock.json", "utf8")));
const problems = shipped.flatMap((place) => licenceProblem(place) ?? []);

if (problems.length > 0) {
  console.error([...new Set(problems)].join("\n"));
  process.exitCode = 1;
} else if (out === undefined) {
  console.log(tableOf(shipped));
} else {
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, noticesOf(".", productName(), shipped));
  console.log(`${out} is written: the licences of ${shipped.length} packages.`);
}

function tableOf(places: readonly Place[]): string {
  const licences = [...new Set(places.map((place) => licenceOf(place) ?? ""))].sort();
  const under = (licence: string) => places.filter((place) => licenceOf(place) === licence);
  return licences.map((licence) => `${licence}\n${namesOf(under(licence))}`).join("\n\n");
}

function namesOf(places: readonly Place[]): string {
  return [...new Set(places.map(({ name, version }) => `  ${name} ${version}`))].sort().join("\n");
}

function productName(): string {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  return `Watchpost ${version}`;
}
