import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds that each thread of a process was ready to go on and had no processor; nothing where the system does not say. */
function delaysOf(pid: number): ReadonlyMap<string, number> {
  try {
    const threads = `/proc/${pid}/task`;
    const delayOf = (thread: string) =>
      Number(readFileSync(`${threads}/${thread}/schedstat`, "utf8").split(" ")[1]) / 1_000_000;
    return new Map(readdirSync(threads).map((thread) => [thread, delayOf(thread)]));
  } catch {
    return new Map(); // It is over, or one of its threads just now.
  }
}

/**
 * How long the machine, which may have much else to do, keeps a process from working from now on: that of its threads which
 * waits longest for a processor.
 */
export function watchDelays(pid: number) {
  const first = delaysOf(pid);
  const last = new Map(first);
  const look = () => {
    for (const [thread, ms] of delaysOf(pid)) last.set(thread, ms);
  };
  const looking = setInterval(look, 50);
  return {
    /** Milliseconds. */
    end(): number {
      clearInterval(looking);
      look();
      return Math.max(0, ...[...last].map(([thread, ms]) => ms - (first.get(thread) ?? 0)));
    },
  };
}
