import type { LogEvent } from "../../src/core/log-event.ts";

let count = 0;

/** An event of a tenant's log: a wrong password, unless said otherwise. */
export function logEvent(at: Date, more: Partial<LogEvent> = {}): LogEvent {
  count += 1;
  return { id: `e${String(count).padStart(6, "0")}`, at, type: "fp", raw: {}, ...more };
}
