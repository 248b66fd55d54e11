import { takenInAt } from "./event.ts";
import { type History, mostFound } from "./history.ts";
import { numberIn, onlyFields } from "./listing.ts";
import { parseQuery } from "./query.ts";
import type { Test } from "./query-terms.ts";
import { QueryError } from "./query-tokens.ts";
import { type Asked, apiError, ok, type Reply } from "./reply.ts";

const searchable = [
  "client_id",
  "client_name",
  "connection",
  "connection_id",
  "date",
  "description",
  "hostname",
  "ip",
  "log_id",
  "organization_id",
  "strategy",
  "strategy_type",
  "type",
  "user_agent",
  "user_id",
  "user_name",
] as const;

/** `GET /api/v2/logs`: after a checkpoint where one is named, whatever else is asked, else by search. */
export function listLogs(asked: Asked, history: History, domain: string): Reply {
  const { query } = asked;
  return query.has("from") || query.has("take")
    ? followLogs(query, history, domain)
    : searchLogs(query, history);
}

function followLogs(query: URLSearchParams, history: History, domain: string): Reply {
  const take = numberIn(query, { name: "take", least: 1, most: 100, otherwise: 50 });
  if (typeof take !== "number") return take;
  const from = query.get("from") ?? undefined;
  if (from !== undefined && takenInAt(from) === undefined) {
    return apiError(400, "Pretend: from is not the id of a log event", "invalid_query_string");
  }
  const events = history.after(from, take);
  const last = events.at(-1)?.log_id ?? from;
  if (last === undefined) return ok(events);
  // As the real ones, the link names the tenant's domain, wherever it was reached.
  const next = `https://${domain}/api/v2/logs?from=${last}&take=${take}`;
  return ok(events, { link: `<${next}>; rel="next"` });
}

function searchLogs(query: URLSearchParams, history: History): Reply {
  const page = numberIn(query, { name: "page", least: 0, most: 100_000, otherwise: 0 });
  if (typeof page !== "number") return page;
  const size = numberIn(query, { name: "per_page", least: 0, most: 100, otherwise: 50 });
  if (typeof size !== "number") return size;
  const sort = query.get("sort") ?? "date:-1";
  if (!/^date:-?1$/.test(sort)) {
    return apiError(400, "Pretend: logs are sorted by date:1 or date:-1", "invalid_query_string");
  }
  const test = testOf(query.get("q") ?? "", searchable);
  if (typeof test !== "function") return test;
  const start = page * size;
  const found = start < mostFound ? history.search(test, sort === "date:1") : [];
  const logs = found.slice(start, start + size).map((event) => onlyFields(event, query));
  if (query.get("include_totals") !== "true") return ok(logs);
  // The total is the page's own count, as it has been since the third version of log search.
  return ok({ start, limit: size, length: logs.length, total: logs.length, logs });
}

/** A question as a test, or the refusal of what is none. */
export function testOf(query: string, fields: readonly string[]): Test | Reply {
  try {
    return parseQuery(query, fields);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return apiError(
      400,
      `Pretend: The query is not valid: ${error.message}`,
      "invalid_query_string",
    );
  }
}
