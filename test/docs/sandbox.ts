import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { stringify } from "yaml";
import { freePort } from "../e2e/free-port.ts";

type Settings = Record<string, unknown>;

/** What stands outside of Watchpost: addresses for its settings, and what is in the environment. */
export interface Outside {
  readonly environment: Readonly<Record<string, string>>;
  /** The same settings, with nothing of the world but loopback. */
  replace(settings: Settings): Settings;
}

/** A folder that looks like a clone, in which the commands of one page are run. */
export async function openSandbox(outside: Outside) {
  const folder = mkdtempSync(join(tmpdir(), "watchpost-docs-"));
  const own = ["data", "watchpost.yaml", ".env"];
  for (const name of readdirSync(".").filter((each) => !own.includes(each))) {
    symlinkSync(resolve(name), join(folder, name));
  }
  const bin = join(folder, "docs-bin");
  mkdirSync(bin);
  for (const name of ["npm", "npx", "watchpost", "curl"]) {
    const script = resolve("test/docs/programs.mjs");
    writeFileSync(
      join(bin, name),
      `#!/bin/sh\nexec "${process.execPath}" "${script}" "${name}" "$@"\n`,
    );
    chmodSync(join(bin, name), 0o755);
  }
  const ports = { http: await freePort(), local: await freePort(), metrics: await freePort() };
  const environment = {
    ...outside.environment,
    PATH: `${bin}:${process.env.PATH}`,
    HOME: folder,
    LOCAL_PORT: String(ports.local),
  };
  let settings: Settings = {};

  /** Ports of its own, and what the reader is to fill in. */
  const fitted = (text: string): string =>
    text
      .replace(/\b(127\.0\.0\.1|localhost):3001\b/g, `$1:${ports.local}`)
      .replace(/\b(127\.0\.0\.1|localhost):3002\b/g, `$1:${ports.metrics}`)
      .replace(/\b(127\.0\.0\.1|localhost):3000\b/g, `$1:${ports.http}`)
      .replace(/\b([A-Z][A-Z_]+)=\S*…/g, (all, name: string) =>
        name in outside.environment ? `${name}=${outside.environment[name]}` : all,
      );

  function set(more: Settings): void {
    settings = { ...settings, ...more };
    const local = { ...(settings.local as object | undefined), enabled: true, port: ports.local };
    const http = { host: "127.0.0.1", port: ports.http };
    // They are on unless a page turns them off, and another test's bot may have the usual port.
    const metrics = { ...(settings.metrics as object | undefined), port: ports.metrics };
    const own = { ...settings, local, http, metrics: { host: "127.0.0.1", ...metrics } };
    const whole = outside.replace(own);
    writeFileSync(join(folder, "watchpost.yaml"), stringify(whole));
  }

  /** @returns everything that was said, on both ways. */
  async function run(text: string): Promise<string> {
    const child = spawn("sh", ["-eu", "-c", fitted(text)], { cwd: folder, env: environment });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        said += chunk.toString();
      });
    }
    const [code] = (await once(child, "close")) as [number | null];
    if (code === 0) return said;
    throw new Error(`ended with ${code}:\n${text}\n${said}`);
  }

  /** Ends what was begun, as the reader does who is told to. */
  async function stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const begun = join(folder, "begun");
    if (!existsSync(begun)) return;
    for (const pid of readFileSync(begun, "utf8").trim().split("\n").map(Number)) {
      // With what it has begun itself.
      if (isThere(pid)) process.kill(-pid, signal);
      while (isThere(pid)) await after(20);
    }
    rmSync(begun);
  }

  return {
    folder,
    set,
    run,
    stop,
    async close(): Promise<void> {
      await stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
