import { type Clock, MINUTE, SECOND } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import { isOver, noWait } from "../../src/core/passed.ts";
import { isRateLimited, slackCodeOf } from "./errors.ts";

/** Keeps pictures from being tried again and again where they cannot be had. */
export interface PictureBrake {
  isOn(): boolean;
  /** No more for a while. Why is logged once, until one succeeds. */
  pull(error: unknown): void;
  release(): void;
}

const pauseMs = MINUTE;
/** A scope comes with an installation, which takes somebody. */
const scopePauseMs = 10 * MINUTE;

export function createPictureBrake({ clock, log }: { clock: Clock; log: Log }): PictureBrake {
  const told = new Set<string>();
  let resting = noWait;
  const now = () => clock.now().getTime();
  return {
    isOn: () => !isOver(resting, now()),
    pull(error) {
      const { why, ms } = troubleOf(error);
      resting = { from: now(), ms };
      if (told.has(why)) return;
      told.add(why);
      log.warn({ err: error }, `charts are shown as text in Slack: ${why}`);
    },
    release: () => told.clear(),
  };
}

function troubleOf(error: unknown): { why: string; ms: number } {
  if (isRateLimited(error)) return { why: "it asks to wait", ms: error.retryAfter * SECOND };
  if (slackCodeOf(error) === "missing_scope") {
    const why = "the app lacks the scope files:write; install it again from Watchpost's manifest";
    return { why, ms: scopePauseMs };
  }
  return { why: "a picture could not be made, uploaded or shown", ms: pauseMs };
}
