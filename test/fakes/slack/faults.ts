/** What a call meets instead of, or beside, being carried out. */
export interface Fault {
  readonly kind:
    | "drop-before"
    | "drop-after"
    | "429"
    | "500"
    | "500-after"
    | "slow"
    | "archived"
    | "refuse";
  /** A method, `response_url` or `upload`. Absent: any `chat.…`. */
  readonly method?: string;
  readonly channel?: string;
  /** How many calls meet it; 1 unless told. */
  readonly times?: number;
  /** 429: seconds. */
  readonly retryAfter?: number;
  /** slow: milliseconds before it is carried out. */
  readonly ms?: number;
  /** refuse: Slack's error code. */
  readonly code?: string;
}

/** Faults wait here for the calls they are meant for. */
export function createFaults() {
  let waiting: Fault[] = [];
  return {
    add(...faults: readonly Fault[]): void {
      waiting.push(
        ...faults.flatMap((fault) => Array.from({ length: fault.times ?? 1 }, () => fault)),
      );
    },
    clear(): void {
      waiting = [];
    },
    take(method: string, channel: string | undefined): Fault | undefined {
      const index = waiting.findIndex(
        (fault) =>
          (fault.method === undefined ? method.startsWith("chat.") : fault.method === method) &&
          (fault.channel === undefined || fault.channel === channel),
      );
      return index === -1 ? undefined : waiting.splice(index, 1)[0];
    },
  };
}

/** Slack's own limits: one message a second in a channel, 50 edits a minute in the workspace. */
export function createRates(now: () => number) {
  const posts = new Map<string, number>();
  let edits: number[] = [];
  function waitForEdit(): number {
    edits = edits.filter((at) => at > now() - 60_000);
    if (edits.length >= 50) return 30;
    edits.push(now());
    return 0;
  }

  function waitForPost(place: string): number {
    // A tenth of grace: Slack allows short bursts, and timers are not exact.
    if ((posts.get(place) ?? 0) > now() - 900) return 1;
    posts.set(place, now());
    return 0;
  }

  return {
    /** Seconds to wait; 0 when the call may pass. `place`: whose posts are counted together. */
    wait(method: string, place: string): number {
      if (method === "chat.update") return waitForEdit();
      return method === "chat.postMessage" ? waitForPost(place) : 0;
    },
  };
}
