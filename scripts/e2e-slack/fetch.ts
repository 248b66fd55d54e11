import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const wanted = {
  package: "local-slack-linux-x64@0.1.8",
  /** Of the program itself: it runs only if it is the one that was looked at. */
  sha256: "3332007b797969d835f694b463ac526f7ef1fc66afac93f950f585105fe4815f",
} as const;

const cache = fileURLToPath(new URL("../../.cache/local-slack", import.meta.url));

/**
 * The program's path; fetched with npm into a folder that git ignores, once.
 * @throws Error where it is not the program it should be.
 */
export async function fetchLocalSlack(): Promise<string> {
  const program = join(cache, "node_modules/local-slack-linux-x64/bin/local-slack");
  if (!existsSync(program)) {
    console.log(`${wanted.package} is fetched into .cache (about 95 MB) …`);
    mkdirSync(cache, { recursive: true });
    const options = [
      "--no-save",
      "--no-package-lock",
      "--no-audit",
      "--no-fund",
      "--ignore-scripts",
    ];
    await promisify(execFile)("npm", ["install", "--prefix", cache, ...options, wanted.package]);
  }
  const found = createHash("sha256");
  await pipeline(createReadStream(program), found);
  const digest = found.digest("hex");
  if (digest === wanted.sha256) return program;
  throw new Error(
    `${program} is not the program that was looked at (sha256 ${digest}); delete .cache and try again`,
  );
}
