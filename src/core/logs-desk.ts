import type { LogPlace, Stretch } from "./archive.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogQuery } from "./log-query.ts";
import type { TenantError } from "./tenant.ts";

/** Part of the time asked about that could not be looked at: which, and why (a sentence without a full stop). */
export interface Unseen {
  readonly from?: Date;
  readonly to?: Date;
  readonly why: string;
  /** Where Auth0 did not give it. */
  readonly error?: TenantError;
}

export interface FoundEvents {
  /** Newest first. */
  readonly events: readonly LogEvent[];
  /** Where to go on; absent where nothing is left. */
  readonly next?: LogPlace;
  readonly unseen: readonly Unseen[];
  /** Whose word this is. */
  readonly from: "archive" | "auth0" | "both" | "nobody";
  /** From when until when the archive holds the log, whatever was asked; absent where it cannot say. */
  readonly kept?: Stretch;
  /** How many there are altogether; absent where counting them would take long. */
  readonly total?: number;
}

export interface SearchAt {
  /** At most 1,000. */
  readonly limit: number;
  /** Older than this place. */
  readonly after?: LogPlace;
  /** Whether the total is wanted. */
  readonly total?: boolean;
  /** Hears how far back was looked, while that goes on. */
  readonly reached?: (at: Date) => void;
}

/** Log events as commands ask for them: from the archive, and from Auth0 for times that the archive does not have. */
export interface LogsDesk {
  /** Never rejects for the tenant's sake: what it does not give is `unseen`. */
  search(tenant: string, query: LogQuery, at: SearchAt): Promise<FoundEvents>;
  /** Undefined where neither has it. @throws TenantError where only Auth0 could have it and does not answer. */
  event(tenant: string, id: string): Promise<LogEvent | undefined>;
}
