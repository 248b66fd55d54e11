import type { LogPlace } from "./archive.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogQuery } from "./log-query.ts";

/** Part of the time asked about that could not be looked at: which, and why (a sentence without a full stop). */
export interface Unseen {
  readonly from?: Date;
  readonly to?: Date;
  readonly why: string;
}

export interface FoundEvents {
  /** Newest first. */
  readonly events: readonly LogEvent[];
  /** Where to go on; absent where nothing is left. */
  readonly next?: LogPlace;
  readonly unseen: readonly Unseen[];
  /** Whose word this is. */
  readonly from: "archive" | "auth0" | "both";
}

/** Log events as commands ask for them: from the archive, and from Auth0 for times that the archive does not have. */
export interface LogsDesk {
  /** Never rejects for the tenant's sake: what it does not give is `unseen`. */
  search(
    tenant: string,
    query: LogQuery,
    at: { readonly limit: number; readonly after?: LogPlace },
  ): Promise<FoundEvents>;
  /** Undefined where neither has it. @throws TenantError where only Auth0 could have it and does not answer. */
  event(tenant: string, id: string): Promise<LogEvent | undefined>;
}
