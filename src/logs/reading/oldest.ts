import type { LogEvent } from "../../core/log-event.ts";
import type { Tenant } from "../../core/tenant.ts";

export type Log = Pick<Tenant, "logs" | "logEvent" | "logsAfter">;

/** What Auth0 still has of the oldest, in order of their times; `first`: the one that came in first. */
export async function oldestOf(
  log: Log,
): Promise<{ readonly first: LogEvent | undefined; readonly events: readonly LogEvent[] }> {
  const paging = { page: 0, size: 100, oldestFirst: true, unhurried: true } as const;
  const { events } = await log.logs({ terms: [] }, paging);
  return { first: firstOf(events), events };
}

/** By their ids where these can be compared. */
function firstOf(events: readonly LogEvent[]): LogEvent | undefined {
  const [oldest] = events;
  const alike = ({ id }: LogEvent) => id.startsWith("900") && id.length === oldest?.id.length;
  if (!events.every(alike)) return oldest;
  return events.reduce(
    (first, event) => (event.id < first.id ? event : first),
    events[0] as LogEvent,
  );
}
