import { readFileSync } from "node:fs";

/** Milliseconds that a process's main thread was ready to go on and had no processor; 0 where the system does not say. */
function delayOf(pid: number): number {
  try {
    const [, nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
    return Number(nanoseconds) / 1_000_000;
  } catch {
    return 0;
  }
}

/** For how long the machine, which may have much else to do, keeps a process from working from now on. */
export function watchDelay(pid: number) {
  const first = delayOf(pid);
  let last = first;
  const look = () => {
    last = Math.max(last, delayOf(pid)); // Of one that is over nothing is known.
  };
  const looking = setInterval(look, 50);
  return {
    /** Milliseconds. */
    end(): number {
      clearInterval(looking);
      look();
      return last - first;
    },
  };
}
