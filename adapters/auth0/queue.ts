interface Waiting {
  readonly go: () => void;
  readonly fail: (error: unknown) => void;
}

/** Runs so many at a time, the rest in the order they came. */
export function createQueue(atOnce: number) {
  let running = 0;
  let waiting: Waiting[] = [];

  const turn = (signal: AbortSignal) =>
    new Promise<void>((go, fail) => {
      if (running < atOnce) {
        running += 1;
        return go();
      }
      const entry: Waiting = { go, fail };
      waiting.push(entry);
      signal.addEventListener("abort", () => {
        waiting = waiting.filter((other) => other !== entry);
        fail(signal.reason);
      });
    });

  return {
    /** Rejects with the signal's reason if that comes before its turn. */
    async run<Value>(task: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
      await turn(signal);
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next) next.go();
        else running -= 1;
      }
    },
    /** Whoever still waits is told at once, instead of waiting for the same in turn. */
    giveUp(error: unknown): void {
      const all = waiting;
      waiting = [];
      for (const { fail } of all) fail(error);
    },
  };
}
