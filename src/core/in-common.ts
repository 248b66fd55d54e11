import { type Clock, SECOND } from "./clock.ts";
import { within } from "./within.ts";

/** Whoever waits for a turn waits no longer than this for one that hangs. */
const patience = 5 * SECOND;

/**
 * What takes long, done once for all who ask for it meanwhile. Nobody gets what was begun before they asked: whoever comes
 * while it is being done shares the next turn, which begins once this one is over.
 */
export function inCommon<Done>(
  job: () => Promise<Done>,
  clock: Pick<Clock, "after">,
): () => Promise<Done> {
  let under: Promise<Done> | undefined;
  let next: Promise<Done> | undefined;

  function begin(): Promise<Done> {
    next = undefined;
    const done = job().finally(() => {
      if (under === done) under = undefined;
    });
    under = done;
    return done;
  }

  return () => {
    if (!under) return begin();
    const over = under.catch(() => undefined);
    next ??= within(over, { clock, ms: patience }).then(begin);
    return next;
  };
}
