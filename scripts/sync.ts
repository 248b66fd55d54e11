import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { generatedPictures } from "./sync-icons.ts";
import { current, fullPath, generatedFiles } from "./sync-parts.ts";

// npm run sync: writes everything in the repository that is made from code, and says what changed.

for (const { path, text } of await generatedFiles()) {
  if (existsSync(fullPath(path)) && current(path) === text) continue;
  writeFileSync(fullPath(path), text);
  process.stdout.write(`${path} written\n`);
}

for (const { path, bytes } of generatedPictures()) {
  if (existsSync(fullPath(path)) && readFileSync(fullPath(path)).equals(bytes)) continue;
  writeFileSync(fullPath(path), bytes);
  process.stdout.write(`${path} drawn\n`);
}
