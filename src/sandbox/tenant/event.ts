import { pretendTenant } from "../credentials.ts";
import type { App } from "./applications.ts";
import type { Person } from "./people.ts";

/** A log event before it has a time: what happened, to whom, through what. */
export interface Draft {
  readonly type: string;
  readonly description?: string;
  readonly app?: App;
  readonly person?: Person;
  readonly ip?: string;
  /** Where people log in by it. */
  readonly viaConnection?: boolean;
  readonly audience?: string;
  /** Auth0 writes it in either form. */
  readonly scope?: string | readonly string[];
  readonly details?: unknown;
}

export interface RawEvent {
  readonly log_id: string;
  readonly date: string;
  readonly type: string;
  readonly [field: string]: unknown;
}

export const connectionId = "con_Pretend000000001";

/** As the API gives it: some of what there is none of is null, some "", and some is left out. */
export function eventOf(draft: Draft, id: string, at: Date, domain: string): RawEvent {
  return {
    _id: id,
    log_id: id,
    date: at.toISOString(),
    type: draft.type,
    description: draft.description ?? null,
    ...connectionOf(draft),
    organization_id: draft.app?.organization?.id ?? null,
    organization_name: draft.app?.organization?.name ?? null,
    client_id: draft.app?.id ?? null,
    client_name: draft.app?.name ?? "",
    hostname: domain,
    ...personOf(draft),
    audience: draft.audience ?? null,
    scope: draft.scope ?? null,
    details: draft.details ?? null,
    tenant_name: domain.split(".")[0],
    environment_name: "pretend-us-1",
    $event_schema: { version: "1.0.0" },
  };
}

function connectionOf({ viaConnection }: Draft): object {
  if (!viaConnection) return { connection: null, connection_id: "" };
  return {
    connection: pretendTenant.syntheticLogin.connection,
    connection_id: connectionId,
    strategy: "auth0",
    strategy_type: "database",
  };
}

function personOf({ person, ip }: Draft): object {
  const userAgent = person?.userAgent ?? "Other 0.0.0 / Other 0.0.0";
  return {
    ip: ip ?? person?.ip ?? machineIp,
    user_id: person?.id ?? "",
    user_name: person?.email ?? "",
    user_agent: userAgent,
    isMobile: userAgent.includes("Mobile"),
  };
}

/** Where the pretend shop's own machines are. */
export const machineIp = "192.0.2.10";

/** `900`, the time it was taken in, and what tells apart the events of one millisecond, in order. */
export function logIdOf(takenInMs: number, micros: number, counter: number): string {
  const time = new Date(takenInMs).toISOString().replace(/\D/g, "");
  const rest = String(counter).padStart(12, "0");
  return `900${time}${String(micros).padStart(3, "0")}000000000000001223372${rest}`;
}

/** When the event of an id was taken in; undefined for what is no id. */
export function takenInAt(id: string): number | undefined {
  const parts = /^900(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})\d*$/.exec(id);
  if (!parts) return undefined;
  const [year = 0, month = 0, day, hour, minute, second, ms] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
}
