import { existsSync, writeFileSync } from "node:fs";
import { current, fullPath, generatedFiles } from "./sync-parts.ts";

// npm run sync: writes everything in the repository that is made from code, and says what changed.

for (const { path, text } of await generatedFiles()) {
  if (existsSync(fullPath(path)) && current(path) === text) continue;
  writeFileSync(fullPath(path), text);
  process.stdout.write(`${path} written\n`);
}
