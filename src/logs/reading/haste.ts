import { MINUTE, SECOND } from "../../core/clock.ts";
import { TenantError } from "../../core/tenant.ts";

/** Why reading does not get on. */
export interface Trouble {
  /** A sentence without its full stop. */
  readonly why: string;
  readonly fix: string;
}

const longest = 5 * MINUTE;

/** How long to leave a log alone that could not be read, by the reason and by how often that happened in a row. */
export function restAfter(error: unknown, failures: number): number {
  const growing = Math.min(longest, 5 * SECOND * 2 ** Math.min(failures - 1, 10));
  if (!(error instanceof TenantError)) return growing;
  if (error.reason === "throttled") return Math.max(error.retryAfterMs ?? growing, SECOND);
  // Nothing but a person mends these.
  if (error.reason !== "down") return Math.max(MINUTE, growing);
  return Math.max(growing, error.retryAfterMs ?? 0);
}

export function troubleOf(error: unknown): Trouble {
  if (error instanceof TenantError) {
    return { why: error.message.replace(/\.$/, ""), fix: error.fix };
  }
  return {
    why: "what was read could not be kept",
    fix: "Look into Watchpost's log, and at the room on its disk.",
  };
}
