import type { Refusal } from "./tenant.ts";
import type { Usual } from "./usual.ts";

/** Failed logins of a tenant, counted from its log. */
export interface FailedLogins {
  readonly count: number;
  /** Everything after it was counted: a day back, or less where there were more than are read at once. */
  readonly since: Date;
  /** False where there were more than are read at once: `count` is the least there were in the day. */
  readonly exact: boolean;
  readonly newest?: Date;
  /** Of each whole hour that was counted, oldest first. */
  readonly hours: readonly number[];
  /** When the last of them was over; absent: when the log was read. */
  readonly ends?: Date;
  /** Of the hour that has begun since, so far. */
  readonly begun?: number;
  /** Of the hour until the log was read, where that is none of `hours`. */
  readonly lastHour?: number;
  /** What an hour like it has, by the same hours of earlier weeks; absent where history is too short. */
  readonly usual?: Usual;
}

/** Events that tell of a limit that was met, of the last day. */
export interface LimitEvents {
  readonly count: number;
  readonly exact: boolean;
  readonly newest?: Date;
  /** Of each whole hour that was counted, as of failed logins. */
  readonly hours: readonly number[];
  readonly ends?: Date;
  readonly begun?: number;
  /** Auth0's codes, the most frequent first. */
  readonly types: readonly { readonly type: string; readonly count: number }[];
}

/** Why a figure of now could not be had. late: it was asked for and did not come in time. */
export interface NotHad {
  readonly reason: Refusal | "late";
  /** Without a full stop, to follow a colon. */
  readonly why: string;
  /** A whole sentence. */
  readonly fix: string;
}

/** One figure: the last one known with its age, and why it is not of now where it is not. */
export interface Figure<Value> {
  readonly last?: { readonly at: Date; readonly value: Value };
  readonly missing?: NotHad;
}

export interface Figures {
  readonly failedLogins: Figure<FailedLogins>;
  readonly limits: Figure<LimitEvents>;
}

/** Figures from the tenants' logs, as commands ask for them. */
export interface FiguresDesk {
  /** Answers within seconds and never rejects for the tenant's sake. Figures of the last minute are not read anew. */
  read(tenant: string): Promise<Figures>;
}
