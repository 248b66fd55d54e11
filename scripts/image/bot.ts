import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, chownSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";

/** The user of the image. As root the bot is run as this one; anybody else runs it as themselves. */
const user = 65532;
const isRoot = process.getuid?.() === 0;
const person = isRoot ? { uid: user, gid: user } : {};

/** The bot of an image that is a folder here: started as the image starts it, its tree not to be written to. */
export interface ImageBot {
  /** Where its web chat is. */
  readonly address: string;
  log(): string;
  /** What the image's own question after its health ends with. */
  health(): number | null;
  /** Milliseconds that it took, and what it ended with. */
  stop(): Promise<{ readonly ms: number; readonly code: number | null }>;
}

/** What the bot is started with, as somebody runs the image. */
interface Given {
  readonly settings: object;
  /** By their variables; handed over as files. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Of its public server. */
  readonly port: number;
}

export async function startImage(image: string, given: Given): Promise<ImageBot> {
  const temporary = join(image, "tmp");
  mkdirSync(temporary);
  // JSON is YAML.
  writeFileSync(join(image, "watchpost.yaml"), JSON.stringify(given.settings));
  const files = writeSecrets(join(image, "secrets"), given.secrets);
  lock(image);
  for (const own of ["data", "tmp", "secrets"]) give(join(image, own));
  // Nothing else of this environment: the image has none of it.
  const own = { NODE_ENV: "production", MALLOC_ARENA_MAX: "2" };
  const env = { ...files, ...own, TMPDIR: temporary };
  const options = { cwd: image, env, ...person };
  const child = spawn(process.execPath, ["app/dist/src/cli.js", "start"], {
    ...options,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const diary = collect(child);
  const address = await addressIn(child, diary);
  return {
    address,
    log: () => diary.words,
    health: () =>
      spawnSync(
        process.execPath,
        ["app/health.mjs", `http://127.0.0.1:${given.port}/healthz`],
        options,
      ).status,
    async stop() {
      const begun = performance.now();
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      const [code] = await gone;
      return { ms: performance.now() - begun, code };
    },
  };
}

/** One file for each; gives the variables that name them. */
function writeSecrets(folder: string, secrets: Given["secrets"]): Readonly<Record<string, string>> {
  mkdirSync(folder);
  return Object.fromEntries(
    Object.entries(secrets).map(([name, value]) => {
      const path = join(folder, name);
      writeFileSync(path, value);
      return [`${name}_FILE`, path];
    }),
  );
}

interface Diary {
  words: string;
}

function collect(child: ChildProcess): Diary {
  const diary = { words: "" };
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      diary.words += chunk.toString();
    });
  }
  return diary;
}

async function addressIn(child: ChildProcess, diary: Diary): Promise<string> {
  for (;;) {
    const address = /local is on: (\S+?)\.?\n/.exec(diary.words)?.[1];
    if (address) return address;
    if (child.exitCode !== null) throw new Error(`the bot did not start:\n${diary.words}`);
    await after(20);
  }
}

/** Nobody may write into it any more, but root. */
function lock(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    chmodSync(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444);
  }
  chmodSync(folder, 0o555);
}

/** Lets a folder be written to by whoever the bot runs as. */
function give(folder: string): void {
  chmodSync(folder, 0o700);
  if (isRoot) chownSync(folder, user, user);
}

/** So that it can be removed by whoever made it. */
export function unlock(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) unlock(join(folder, entry.name));
  }
}
