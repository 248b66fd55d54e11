import { type ChildProcessByStdio, spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { SettingsError } from "../core/errors.ts";

/** What a run that shows itself off needs to begin where an earlier one ended. */
interface Stage {
  readonly began: string;
  readonly port: number;
}

/** The pretend world, in a process of its own; a kept one goes on where it was. */
export async function openSandbox(data: string): Promise<{ url: string; process: Sandbox }> {
  const file = join(data, "story.json");
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Stage) : undefined;
  const began = before?.began ?? new Date().toISOString();
  // The same port as before keeps the story's links the same; another program may have taken it.
  const opened = (before && (await sandboxOn(before.port, began))) ?? (await sandboxOn(0, began));
  if (!opened)
    throw new SettingsError("The sandbox", ["its pretend feeds could not be started; try again"]);
  const stage: Stage = { began, port: Number(new URL(opened.url).port) };
  writeFileSync(file, JSON.stringify(stage), { mode: 0o600 });
  return opened;
}

type Sandbox = ChildProcessByStdio<Writable, Readable, null>;

function sandboxOn(
  port: number,
  began: string,
): Promise<{ url: string; process: Sandbox } | undefined> {
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const entry = fileURLToPath(new URL(`./main.${extension}`, import.meta.url));
  const args = [...process.execArgv, entry, "--port", String(port), "--began", began];
  const child = spawn(process.execPath, args, {
    stdio: ["pipe", "pipe", port === 0 ? "inherit" : "ignore"],
  }) as Sandbox;
  return new Promise((resolve) => {
    child.once("exit", () => resolve(undefined));
    child.stdout.once("data", (line: Buffer) => {
      const { url } = JSON.parse(line.toString()) as { url: string };
      resolve({ url, process: child });
    });
  });
}
