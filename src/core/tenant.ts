import { UpstreamError } from "./errors.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogQuery } from "./log-query.ts";

/**
 * Why a tenant's Management API did not give what was asked. Never mixed up, since each is somebody else's move:
 * - not configured: Watchpost has no credentials for this tenant
 * - credentials: Auth0 does not accept the ones it has
 * - scope: its application may not read this
 * - entitlement: the tenant's plan does not include this
 * - throttled: asked too much, by us or by others; `retryAfterMs` says when there is room
 * - down: not reached, or its answer was an error of its own or no answer of the API's
 * - rejected: it was reached and refused the question itself
 */
export type Refusal =
  | "not configured"
  | "credentials"
  | "scope"
  | "entitlement"
  | "throttled"
  | "down"
  | "rejected";

/** A tenant's Management API did not give what was asked: what, why, and what to do about it. */
export class TenantError extends UpstreamError {
  override readonly name = "TenantError";
  readonly reason: Refusal;
  /** Whose move it is, and which: a whole sentence. */
  readonly fix: string;

  constructor(
    system: string,
    message: string,
    options: { reason: Refusal; fix: string; retryAfterMs?: number | undefined; cause?: unknown },
  ) {
    super(system, message, options);
    this.reason = options.reason;
    this.fix = options.fix;
  }
}

/** How much may be asked, as the API itself last told. */
export interface Quota {
  readonly limit: number;
  readonly remaining: number;
  readonly resetsAt: Date;
  readonly toldAt: Date;
}

/** The parts of a tenant's settings that the bot reads, in shapes of its own. What the API leaves out is absent. */
export interface Parts {
  readonly settings: TenantSettings;
  /** Null: none of the tenant's own; Auth0's is used, which is for testing only. */
  readonly mailProvider: { readonly name: string; readonly enabled: boolean } | null;
  readonly logStreams: readonly LogStream[];
  readonly applications: readonly Application[];
  readonly actions: readonly Action[];
  readonly bruteForceProtection: Protection;
  readonly breachedPasswordDetection: Protection;
  readonly suspiciousIpThrottling: Protection;
  readonly customDomains: readonly { readonly domain: string; readonly status: string }[];
  /** Their names. Empty also where the API itself is gone with them. */
  readonly rules: readonly string[];
  readonly hooks: readonly string[];
  /** The user of the synthetic login; null where there is none of that name. */
  readonly testUser: TestUser | null;
}
export type PartName = keyof Parts;

export interface TenantSettings {
  readonly friendlyName?: string;
  readonly supportEmail?: string;
  readonly supportUrl?: string;
  /** The Node version of Actions and the like, as written there: "18", "22". */
  readonly sandboxVersion?: string;
}

export interface LogStream {
  readonly name: string;
  readonly type: string;
  /** active, paused or suspended. */
  readonly status: string;
}

export interface Application {
  readonly id: string;
  readonly name: string;
  /** Absent where it is not told: not the same as none. */
  readonly grantTypes?: readonly string[];
  readonly callbacks: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly logoutUrls: readonly string[];
  /** Of its ID tokens, like RS256. */
  readonly signingAlgorithm?: string;
  readonly firstParty: boolean;
  /** The tenant's own "All Applications" placeholder, which nobody logs in to. */
  readonly global: boolean;
}

export interface Action {
  readonly name: string;
  /** Like node22; absent where it is not told. */
  readonly runtime?: string;
  readonly deployed: boolean;
}

export interface Protection {
  readonly enabled: boolean;
  /** What it does about what it notices, like block or user_notification; absent where it is not told. */
  readonly shields?: readonly string[];
}

export interface TestUser {
  readonly id: string;
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

/** One page of log events. */
export interface LogPage {
  /** Those of the page that match: fewer than it holds where Auth0 cannot be asked so exactly, even none. */
  readonly events: readonly LogEvent[];
  /** The time of the last event on the page, whether it matches or not; absent where it is empty. */
  readonly reaches?: Date;
  readonly more: boolean;
  /** True where Auth0 shows no further although there may be more: a search ends at 1,000 events. */
  readonly cutOff: boolean;
  /** Why events that match may be missing all the same: a sentence without a full stop. */
  readonly blind?: string;
}

/** Events in the order in which they came into the log: that of their ids, not of their times. */
export interface LogStep {
  readonly events: readonly LogEvent[];
  /** The checkpoint after them. */
  readonly next: string;
  /** False where the log ends here for now. */
  readonly more: boolean;
}

/** `unhurried`: nobody waits for it. Refused as throttled, without a request, while half of the quota is not there for others. */
export interface Haste {
  readonly unhurried?: true;
}

/** One Auth0 tenant through its Management API. Every method throws TenantError and nothing else, and never retries. */
export interface Tenant {
  readonly name: string;
  readonly domain: string;
  read<Name extends PartName>(part: Name): Promise<Parts[Name]>;
  /** Newest first, unless `oldestFirst`. `page` counts from 0; `size` is at most 100. */
  logs(
    query: LogQuery,
    at: { page: number; size: number; oldestFirst?: true } & Haste,
  ): Promise<LogPage>;
  /** Undefined where it is not (or no longer) there. */
  logEvent(id: string, haste?: Haste): Promise<LogEvent | undefined>;
  /** What came into the log after a checkpoint. `take` is at most 100. */
  logsAfter(checkpoint: string, take: number, haste?: Haste): Promise<LogStep>;
  /** Undefined before the first answer that told. */
  quota(): Quota | undefined;
}
