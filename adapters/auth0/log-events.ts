import { z } from "zod";
import type { LogEvent } from "../../src/core/log-event.ts";
import { told, wordList, words } from "./shapes.ts";

const scope = z
  .union([words.transform((given) => given?.split(/\s+/)), wordList])
  .transform((given) => (given && given.length > 0 ? given : undefined));

const record = z.object({
  log_id: words,
  _id: words,
  date: z.unknown().optional(),
  type: words,
  description: words,
  client_id: words,
  client_name: words,
  connection: words,
  user_id: words,
  user_name: words,
  ip: words,
  client_ip: words,
  organization_id: words,
  organization_name: words,
  hostname: words,
  user_agent: words,
  audience: words,
  scope,
  details: z.unknown().optional(),
});

/** One event out of Auth0's many shapes; undefined where it has no id, no type or no time. */
export function logEventOf(raw: unknown): LogEvent | undefined {
  const { data } = record.safeParse(raw);
  const id = data?.log_id ?? data?._id;
  if (!data?.type || !id) return undefined;
  const at = timeOf(data.date) ?? ingestedAt(id);
  if (!at) return undefined;
  return {
    id,
    at,
    type: data.type,
    ...told({
      description: data.description,
      clientId: data.client_id,
      clientName: data.client_name,
      connection: data.connection,
      userId: data.user_id,
      userName: data.user_name,
      ip: data.ip ?? data.client_ip,
      organization: data.organization_name ?? data.organization_id,
      hostname: data.hostname,
      userAgent: data.user_agent,
      audience: data.audience,
      scope: data.scope,
      details: data.details ?? undefined,
    }),
    raw: raw as Readonly<Record<string, unknown>>,
  };
}

/** Those that could be read; one that could not never hides the others. */
export function logEventsOf(records: readonly unknown[]): {
  readonly events: readonly LogEvent[];
  readonly skipped: number;
} {
  const events = records.flatMap((raw) => logEventOf(raw) ?? []);
  return { events, skipped: records.length - events.length };
}

function timeOf(given: unknown): Date | undefined {
  if (typeof given !== "string" && typeof given !== "number") return undefined;
  const time = new Date(given);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** Ids begin with 900 and the time that the event came into the log, in UTC. */
function ingestedAt(id: string): Date | undefined {
  const [, date, time, ms] = /^900(\d{8})(\d{6})(\d{3})/.exec(id) ?? [];
  if (!(date && time && ms)) return undefined;
  const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  return timeOf(`${day}T${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}.${ms}Z`);
}
