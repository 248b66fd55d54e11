import type { LogEvent } from "../../core/log-event.ts";
import { momentOf } from "./settled.ts";
import { before, later } from "./times.ts";

/** Whether a log stream still brings what the log holds: from the stream's side a quiet log and a dead stream look alike. */
export function createSilence(settleMs: number) {
  let since: Date | undefined;
  return {
    /** `from`: what came in before that says nothing; `heard`: when the stream last brought anything. */
    look(
      events: readonly LogEvent[],
      { now, from, heard = from }: { now: Date; from: Date; heard: Date | undefined },
    ): void {
      if (since && heard > since) since = undefined;
      const after = later(heard, from);
      const due = before(now, settleMs);
      const late = events.map(momentOf).filter((at) => at > after && at < due);
      for (const at of late) since = since && since < at ? since : at;
    },
    /** The first event since which the stream has brought nothing. */
    since: () => since,
  };
}
