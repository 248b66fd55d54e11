/** One event of a tenant's log, its many shapes brought into one. What Auth0 leaves out, or gives as null or "", is absent. */
export interface LogEvent {
  readonly id: string;
  readonly at: Date;
  /** Auth0's code, like `fp`: `logTypes` names it. */
  readonly type: string;
  readonly description?: string;
  readonly clientId?: string;
  readonly clientName?: string;
  readonly connection?: string;
  readonly userId?: string;
  readonly userName?: string;
  readonly ip?: string;
  readonly organization?: string;
  readonly hostname?: string;
  readonly userAgent?: string;
  readonly audience?: string;
  readonly scope?: readonly string[];
  /** Differs by type; holds personal data, and for some types whole requests. */
  readonly details?: unknown;
  /** The whole event as Auth0 gave it. */
  readonly raw: Readonly<Record<string, unknown>>;
}

/** An event without what may be whole requests: a thousand of those would take hundreds of megabytes. */
export function lightly({ details: _, raw, ...event }: LogEvent): LogEvent {
  return { ...event, raw: { organization_id: raw.organization_id } };
}
