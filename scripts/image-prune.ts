import { existsSync, lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { neededFiles } from "./supply/image-rules.ts";
import { lockOf } from "./supply/lock.ts";

// node scripts/image-prune.ts: takes away from node_modules of this folder whatever Watchpost never loads. For the image:
// where packages for development are installed too, it does nothing.

const folder = "node_modules";
const lock = lockOf(readFileSync("package-lock.json", "utf8"));
const developed = [...lock.places.values()].find(
  ({ development, path }) => development && existsSync(path),
);

if (developed || lstatSync(folder).isSymbolicLink()) {
  console.error(
    `${folder} is for development (${developed?.name ?? "a link"}): nothing is taken away.`,
  );
  process.exitCode = 1;
} else {
  const needed = new Set(neededFiles(".", lock));
  prune(folder, needed);
  console.log(`${folder} is down to ${needed.size} files.`);
}

function prune(from: string, needed: ReadonlySet<string>): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const path = join(from, entry.name);
    if (entry.isDirectory()) prune(path, needed);
    else if (!needed.has(relative(".", path).split(sep).join("/"))) rmSync(path);
  }
  if (readdirSync(from).length === 0) rmdirSync(from);
}
