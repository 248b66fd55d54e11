import type { ProbeResult } from "../../src/core/chat-adapter.ts";
import { type Clock, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { PlatformContext } from "../../src/core/platform.ts";

const firstPauseMs = 5 * SECOND;
const longestPauseMs = 5 * MINUTE;

export interface Acquaintance {
  /** Asks until Slack lets the bot in; one that is asking already goes on. */
  seek(): void;
  /** The bot was told that Slack lets it in no more: asks again, after a moment in which that may come true. */
  lose(): void;
  stop(): void;
}

/**
 * Asks Slack who we are until it says so, since a token may be refused for now, or Slack be away. It is asked beside the
 * work: no line waits for it.
 */
export function createAcquaintance(given: {
  /** Tries the token, whose result comes first. Never rejects. */
  ask(): Promise<readonly ProbeResult[]>;
  /** Slack lets the bot in. */
  known(): void;
  /** Is told whenever it is or is no longer known that Slack does; absent where something else tells that. */
  connected: PlatformContext["connected"];
  clock: Clock;
}): Acquaintance {
  const { ask, known, connected, clock } = given;
  const stopping = new AbortController();
  let seeking = false;

  async function isKnown(): Promise<boolean> {
    const [token] = await ask();
    if (token?.ok && !stopping.signal.aborted) {
      connected?.(true);
      known();
    }
    return token?.ok === true || stopping.signal.aborted;
  }

  async function untilKnown(waitMs: number): Promise<void> {
    if (seeking) return;
    seeking = true;
    connected?.(false);
    await clock.after(waitMs, stopping.signal);
    for (let pause = firstPauseMs; !(await isKnown()); pause *= 2) {
      await clock.after(Math.min(pause, longestPauseMs), stopping.signal);
    }
    seeking = false;
  }

  return {
    seek: () => void untilKnown(0),
    lose: () => void untilKnown(firstPauseMs),
    stop: () => stopping.abort(),
  };
}
