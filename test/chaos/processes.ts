import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { build } from "../fakes/build.ts";
import type { Order } from "./bot.ts";
import type { Fault, Recorded } from "./platform.ts";

type Child = ChildProcessByStdio<Writable, Readable, null>;

interface Running {
  readonly child: Child;
  readonly lines: Interface;
  readonly exited: Promise<undefined>;
}

/** What the processes are started from. */
export const buildProcesses = () => build("test/chaos/bot.ts", "test/chaos/platform.ts");

type Built = ReturnType<typeof buildProcesses>;

function run(script: URL, ...args: readonly string[]): Running {
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  child.stdin.on("error", () => {}); // It may die while being spoken to.
  const exited = once(child, "exit").then(() => undefined);
  return { child, lines: createInterface({ input: child.stdout }), exited };
}

/** The pretend platform, which outlives every bot. */
export async function startPlatform(built: Built) {
  const { child, lines } = run(built.urlOf("test/chaos/platform.ts"));
  const [line] = (await once(lines, "line")) as [string];
  const { url } = JSON.parse(line) as { url: string };
  const call = async (path: string, body?: object): Promise<unknown> => {
    const response = await fetch(
      `${url}${path}`,
      body ? { method: "POST", body: JSON.stringify(body) } : {},
    );
    return response.json();
  };
  return {
    url,
    faults: (given: { chance: number; kinds: readonly Fault[]; seed: number }) =>
      call("/faults", given),
    archive: (conversation: string, archived: boolean) =>
      call("/archive", { conversation, archived }),
    mark: (what: string) => call("/mark", { what }),
    record: async () => (await call("/record")) as readonly Recorded[],
    close: () => child.kill(),
  };
}

export type PlatformProcess = Awaited<ReturnType<typeof startPlatform>>;

/** The bot, killed again and again, and started anew each time; an order that it did not live to confirm is given once more. */
export function createBot(options: {
  built: Built;
  url: string;
  file: string;
  deaths: readonly number[];
  onKilled(): Promise<unknown>;
}) {
  const deaths = [...options.deaths];
  let life: Promise<Running> | undefined;

  async function begin() {
    const { built, url, file } = options;
    const started = run(
      built.urlOf("test/chaos/bot.ts"),
      JSON.stringify({ url, file, dieAt: deaths.shift() }),
    );
    await Promise.race([once(started.lines, "line"), started.exited]);
    return started;
  }

  async function ask(order: Order): Promise<string | undefined> {
    life ??= begin();
    const { child, lines, exited } = await life;
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    const answer = new Promise<string>((resolve) => lines.once("line", resolve));
    child.stdin.write(`${JSON.stringify(order)}\n`);
    return Promise.race([answer, exited]);
  }

  return {
    async order(order: Order): Promise<unknown> {
      for (;;) {
        const line = await ask(order);
        if (line !== undefined) return JSON.parse(line);
        await options.onKilled();
        life = undefined;
      }
    },
    /** The lives that begin from now on do not end; the one under way still may. */
    spare: () => void deaths.splice(0),
    async kill() {
      const { child, exited } = await (life ?? begin());
      child.kill("SIGKILL");
      await exited;
    },
    async close() {
      const { child } = await (life ?? begin());
      child.kill("SIGKILL");
    },
  };
}
