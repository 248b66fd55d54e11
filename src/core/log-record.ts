import type { LogEvent } from "./log-event.ts";
import { cameInAt } from "./log-id.ts";

type Raw = Readonly<Record<string, unknown>>;

/**
 * One event out of Auth0's many shapes; undefined where it has no id, no type or no time. By hand and not by a schema:
 * thousands of them come in a second.
 */
export function logEventOf(given: unknown): LogEvent | undefined {
  if (!isRecord(given)) return undefined;
  const raw = given;
  const [id, type] = [words(raw.log_id) ?? words(raw._id), words(raw.type)];
  const at = happenedAt(raw, id);
  if (!(id && type && at)) return undefined;
  const event: Record<string, unknown> = { id, at, type };
  for (const [name, field] of plain) put(event, name, words(raw[field]));
  put(event, "ip", words(raw.ip) ?? words(raw.client_ip));
  put(event, "organization", words(raw.organization_name) ?? words(raw.organization_id));
  put(event, "scope", scopeOf(raw.scope));
  put(event, "details", raw.details ?? undefined);
  event.raw = raw;
  return event as unknown as LogEvent;
}

/** When it happened, as it says of itself. */
export const happenedAt = (raw: Raw, id = ""): Date | undefined => timeOf(raw.date) ?? cameInAt(id);

const isRecord = (given: unknown): given is Raw =>
  typeof given === "object" && given !== null && !Array.isArray(given);

/** Those that could be read; one that could not never hides the others. */
export function logEventsOf(records: readonly unknown[]): {
  readonly events: readonly LogEvent[];
  readonly skipped: number;
} {
  const events = records.flatMap((raw) => logEventOf(raw) ?? []);
  return { events, skipped: records.length - events.length };
}

const plain = [
  ["description", "description"],
  ["clientId", "client_id"],
  ["clientName", "client_name"],
  ["connection", "connection"],
  ["userId", "user_id"],
  ["userName", "user_name"],
  ["hostname", "hostname"],
  ["userAgent", "user_agent"],
  ["audience", "audience"],
] as const satisfies readonly (readonly [keyof LogEvent, string])[];

function put(event: Record<string, unknown>, name: keyof LogEvent, value: unknown): void {
  if (value !== undefined) event[name] = value;
}

/** Words that are null, "" or missing are absent. */
const words = (given: unknown): string | undefined =>
  typeof given === "string" && given.trim() !== "" ? given : undefined;

function scopeOf(given: unknown): readonly string[] | undefined {
  const all =
    typeof given === "string" ? given.trim().split(/\s+/) : Array.isArray(given) ? given : [];
  const said = all.filter((one): one is string => typeof one === "string" && one !== "");
  return said.length > 0 ? said : undefined;
}

function timeOf(given: unknown): Date | undefined {
  if (typeof given !== "string" && typeof given !== "number") return undefined;
  const time = new Date(given);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
