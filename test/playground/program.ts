import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { freePort } from "../e2e/free-port.ts";
import { cast } from "./cast.ts";

const require = createRequire(import.meta.url);
const stayHere = fileURLToPath(new URL("stay-here.mjs", import.meta.url));

/** Microsoft's program as a process, in a folder of its own; it listens to this machine alone and outlives no test. */
export async function startPlayground(botUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), "playground-"));
  writeFileSync(join(folder, ".m365agentsplayground.yml"), stringify(cast));
  const port = await freePort();
  const where = ["start", "-e", botUrl, "-c", "msteams", "-p", String(port)];
  const child = spawn(
    process.execPath,
    ["--import", stayHere, programOf(), ...where, "--disable-telemetry"],
    {
      cwd: folder,
      env: { PATH: process.env.PATH, HOME: folder, TEAMSAPPTESTER_BROWSER: "none" },
      stdio: ["pipe", "ignore", "inherit"],
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await untilItAnswers(`${url}/_debug/ping`, child, folder);
  return {
    url,
    async close(): Promise<void> {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGKILL");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function programOf(): string {
  const manifest = require.resolve("@microsoft/m365agentsplayground/package.json");
  const { bin } = JSON.parse(readFileSync(manifest, "utf8")) as { bin: Record<string, string> };
  return join(dirname(manifest), String(bin.agentsplayground));
}

async function untilItAnswers(address: string, child: ChildProcess, folder: string): Promise<void> {
  for (let tries = 0; tries < 400 && child.exitCode === null; tries += 1) {
    const answered = await fetch(address).catch(() => undefined);
    if (answered?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill("SIGKILL");
  throw new Error(`the Playground did not start: ${logsIn(join(folder, "devTools"))}`);
}

/** It says why in a file only. */
function logsIn(folder: string): string {
  const files = readdirSync(folder).filter((name) => name.endsWith(".log"));
  return files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
}
