import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A process of this bench. It is ended with the bench, whatever happens. */
export interface Child {
  readonly process: ChildProcess;
  /** The next message it sends. Rejects when it ends instead. */
  message<T>(): Promise<T>;
  tell(message: object): void;
  /** Its greatest resident memory so far, in bytes; NaN where the system does not say. */
  peak(): number;
  /** Its resident memory now. */
  resident(): number;
  /** As kill -9 does. */
  kill(): Promise<void>;
  /** SIGTERM, and SIGKILL when that is not heard within so many milliseconds. */
  end(patienceMs?: number): Promise<void>;
}

const children = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** Starts `bench/<name>` from source. */
export function startPart(name: string, ...args: readonly string[]): Child {
  const file = fileURLToPath(new URL(name, import.meta.url));
  return startNode(["--import", "tsx", file, ...args]);
}

export function startNode(
  args: readonly string[],
  { stderr = "inherit", env = {} }: { stderr?: "inherit" | number; env?: NodeJS.ProcessEnv } = {},
): Child {
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "ignore", stderr, "ipc"],
    env: { ...process.env, ...env },
  });
  children.add(child);
  child.once("exit", () => children.delete(child));
  return {
    process: child,
    async message<T>() {
      const stop = new AbortController();
      const { signal } = stop;
      const ended = once(child, "exit", { signal }).then(([code]) => {
        throw new Error(`${args.at(-1)} ended with ${code}`);
      });
      try {
        const [message] = await Promise.race([once(child, "message", { signal }), ended]);
        return message as T;
      } finally {
        ended.catch(() => undefined);
        stop.abort();
      }
    },
    tell: (message) => void child.send(message),
    peak: () => memoryOf("VmHWM", child.pid ?? 0),
    resident: () => memoryOf("VmRSS", child.pid ?? 0),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGKILL");
      await gone;
    },
    async end(patienceMs = 5000) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      const late = setTimeout(() => child.kill("SIGKILL"), patienceMs);
      await gone;
      clearTimeout(late);
    },
  };
}

function memoryOf(name: string, pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const kilobytes = new RegExp(`${name}:\\s*(\\d+) kB`).exec(status)?.[1];
    return Number(kilobytes ?? Number.NaN) * 1024;
  } catch {
    return Number.NaN;
  }
}
