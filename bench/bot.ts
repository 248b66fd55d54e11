import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { startNode } from "./child.ts";
import type { LoopDelay } from "./watch-loop.mjs";

const inRepository = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The built bot, as its operator runs it. */
export interface Bot {
  readonly url: string;
  /** Milliseconds from the start of the process until it listened. */
  readonly startMs: number;
  /** Since it was asked last. */
  loopDelay(): Promise<LoopDelay>;
  peak(): number;
  resident(): number;
  /** What it wrote to its log so far. */
  log(): string;
  stop(): Promise<void>;
  /** As kill -9 does; what it keeps stays, for the next one. */
  kill(): Promise<void>;
}

interface BotAt {
  /** Where another one was before. */
  readonly folder?: string;
  readonly port?: number;
  /** Loaded before it, in each of its threads. */
  readonly imports?: readonly string[];
  /** It has begun to start, and can be killed. */
  begun?(kill: () => Promise<void>): void;
}

export async function startBot(settings: object, at: BotAt = {}): Promise<Bot> {
  const { folder = mkdtempSync(join(tmpdir(), "watchpost-bench-")), port: wanted = 0 } = at;
  const config = join(folder, "watchpost.yaml");
  const diary = join(folder, "log");
  const store = { sqlite: join(folder, "watchpost.db") };
  writeFileSync(
    config,
    stringify({ store, http: { host: "127.0.0.1", port: wanted }, ...settings }),
  );
  const file = openSync(diary, "w");
  const begun = performance.now();
  const child = startNode(
    [
      ...(at.imports ?? []).flatMap((script) => ["--import", script]),
      "--import",
      inRepository("bench/watch-loop.mjs"),
      inRepository("dist/src/cli.js"),
      "start",
      "--config",
      config,
    ],
    // As the image and the unit have it.
    { stderr: file, env: { WATCHPOST_LOG_LEVEL: "info", MALLOC_ARENA_MAX: "2" } },
  );
  closeSync(file);
  at.begun?.(child.kill);
  const log = () => readFileSync(diary, "utf8");
  let port: string | undefined;
  while (!port) {
    await after(2);
    port = /"port":(\d+),"msg":"listening"/.exec(log())?.[1];
    const { exitCode, signalCode } = child.process;
    if (exitCode !== null || signalCode !== null) {
      throw new Error(`the bot did not start (${exitCode ?? signalCode}): ${log()}`);
    }
  }
  return {
    url: `http://127.0.0.1:${port}`,
    startMs: performance.now() - begun,
    async loopDelay() {
      const answer = child.message<{ loop: LoopDelay }>();
      child.tell({ loop: "tell" });
      return (await answer).loop;
    },
    peak: child.peak,
    resident: child.resident,
    kill: child.kill,
    log,
    async stop() {
      await child.end(60_000);
      if (at.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
