import type { LogSource } from "./log-source.ts";

export interface LogReply {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const refusal = (status: number, message: string): LogReply => ({
  status,
  body: { statusCode: status, error: "Error", message },
});

/** What the Management API answers about such a log: one event, what is after a checkpoint, or a search by nothing. */
export function logReply(source: LogSource, id: string, query: URLSearchParams): LogReply {
  if (id !== "") {
    const found = source.find(id);
    return found ? { body: found } : refusal(404, "This log does not exist.");
  }
  return query.has("take") ? following(source, query) : searching(source, query);
}

function following(source: LogSource, query: URLSearchParams): LogReply {
  const [from, take] = [query.get("from") ?? "", Number(query.get("take"))];
  const taken = source.after(from, take);
  if (taken === "refused") return refusal(400, "There is no such checkpoint.");
  // At the end the link is the request's own.
  const next = taken.at(-1)?.log_id ?? from;
  const address = `https://elsewhere.example/api/v2/logs?from=${next}&take=${take}`;
  return { body: taken, headers: { link: `<${address}>; rel="next"` } };
}

function searching(source: LogSource, query: URLSearchParams): LogReply {
  const [page, size] = [Number(query.get("page")), Number(query.get("per_page"))];
  if ((page + 1) * size > 1000) return refusal(400, "Beyond 1000");
  const [, since = 0] = /^date:\[(\S+) TO \*\]$/.exec(query.get("q") ?? "") ?? [];
  const most = (page + 1) * size;
  const found = source.search(query.get("sort") === "date:1", new Date(since), most);
  return { body: found.slice(page * size) };
}
