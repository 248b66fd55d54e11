import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The package's version: from sources and from the build alike, the nearest package.json above says it. */
export function versionOf(url: string): string {
  let folder = dirname(fileURLToPath(url));
  while (!existsSync(join(folder, "package.json")) && folder !== dirname(folder))
    folder = dirname(folder);
  const written: unknown = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return z.looseObject({ version: z.string() }).parse(written).version;
}
