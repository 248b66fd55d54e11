import { type Clock, MINUTE } from "../../src/core/clock.ts";
import type { Log } from "../../src/core/log.ts";
import type { Turned } from "./turned-away.ts";

/** Lines of the log within a minute: whoever knocks without pause fills no disk with it. */
const most = 30;

/** Notes down who was turned away and why, one line for each as long as there are few. */
export function createTurnedNotes({
  clock,
  log,
}: {
  clock: Pick<Clock, "now">;
  log: Log;
}): (turned: Turned) => void {
  let begun = Number.NEGATIVE_INFINITY;
  let times = 0;

  return ({ reason, status }) => {
    const now = clock.now().getTime();
    if (now - begun >= MINUTE) [begun, times] = [now, 0];
    times += 1;
    if (times > most) return;
    log.warn({ reason, status }, "a request to the Teams endpoint was turned away");
    if (times === most) log.warn({}, "more like it are not noted for a minute");
  };
}
