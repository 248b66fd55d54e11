import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";

const cli = fileURLToPath(new URL("../../dist/src/cli.js", import.meta.url));

/** The built bot as its operator runs it, and all that it wrote into its log. */
export async function startBot(settings: object) {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-slack-"));
  const config = join(folder, "watchpost.yaml");
  writeFileSync(
    config,
    stringify({ store: { sqlite: join(folder, "watchpost.db") }, ...settings }),
  );
  let said = "";
  const child: ChildProcess = spawn(process.execPath, [cli, "start", "--config", config], {
    env: { ...process.env, WATCHPOST_LOG_LEVEL: "info" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const hear = (chunk: unknown) => {
    said += String(chunk);
  };
  child.stdout?.on("data", hear);
  child.stderr?.on("data", hear);
  return {
    said: () => said,
    /** Asks the bot to stop; its exit code, and how long it took. */
    async stop(): Promise<{ code: number | null; ms: number }> {
      const began = performance.now();
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      return { code: child.exitCode, ms: performance.now() - began };
    },
    async close(): Promise<void> {
      await this.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The pretend tenant, with users who log in, as a program of its own. */
export async function startSandbox() {
  const main = fileURLToPath(new URL("../../dist/src/sandbox/main.js", import.meta.url));
  const child = spawn(process.execPath, [main], { stdio: ["pipe", "pipe", "inherit"] });
  const [line] = await once(createInterface(child.stdout), "line");
  const { url } = JSON.parse(String(line)) as { url: string };
  return {
    url,
    async close(): Promise<void> {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}
