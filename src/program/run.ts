import type { ChatAdapter } from "../core/chat-adapter.ts";
import { heard } from "../ending.ts";
import type { Life } from "../life.ts";
import { fail } from "./last-words.ts";

/**
 * Whoever stops services waits ten seconds as a rule, and ends them by force then. On a machine that has no time this is heard late,
 * and the end of a process with threads takes its own.
 */
const stopWithinMs = 8600;
/** A terminal signals everything that runs in it, and npm passes on what it gets itself: one Ctrl+C comes twice at once. */
const sameSignalMs = 300;
const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

type Signal = keyof typeof signals;

/**
 * Starts the bot. A signal ends it in good order, and the process with it; another one ends it at once. What is cut off goes on
 * at the next start, as after a crash.
 */
export async function run(
  bot: Pick<Life, "start" | "stop"> & { renew(): void },
  ended: () => void = () => {},
): Promise<void> {
  let asked: number | undefined;

  function leave(code?: number): void {
    void heard().then(() => {
      ended();
      process.exit(code);
    });
  }

  function heed(signal: Signal): void {
    if (asked === undefined) {
      asked = performance.now();
      setTimeout(leave, stopWithinMs).unref();
      bot.stop().then(
        () => leave(),
        (error: unknown) => {
          fail(error);
          leave(1);
        },
      );
    } else if (performance.now() - asked > sameSignalMs) leave(128 + signals[signal]);
  }

  for (const signal of Object.keys(signals) as readonly Signal[]) process.on(signal, heed);
  process.on("SIGUSR2", () => bot.renew());
  // Where nobody hears it, Node opens its debugger, which everybody on this machine could use.
  process.on("SIGUSR1", () => {});
  try {
    await bot.start();
  } catch (error) {
    await bot.stop();
    ended();
    throw error;
  }
}

export const whereOf = (adapter: ChatAdapter): string =>
  "address" in adapter && typeof adapter.address === "function" ? `: ${adapter.address()}` : "";
