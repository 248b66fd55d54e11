import { apiError, ok, type Reply } from "./reply.ts";

type Resource = Readonly<Record<string, unknown>>;

/** A number among the questions, or what is wrong with it. */
export function numberIn(
  query: URLSearchParams,
  {
    name,
    least,
    most,
    otherwise,
  }: { name: string; least: number; most: number; otherwise: number },
): number | Reply {
  const written = query.get(name);
  if (written === null) return otherwise;
  const number = /^\d{1,9}$/.test(written) ? Number(written) : Number.NaN;
  if (number >= least && number <= most) return number;
  const words = `Pretend: ${name} must be a whole number from ${least} to ${most}`;
  return apiError(400, words, "invalid_query_string");
}

/** One page of a list: bare, with its totals, or (with `take`) as checkpoint paging gives it. */
export function listing(name: string, all: readonly Resource[], query: URLSearchParams): Reply {
  const take = numberIn(query, { name: "take", least: 1, most: 100, otherwise: 0 });
  const page = numberIn(query, { name: "page", least: 0, most: 100_000, otherwise: 0 });
  const size = numberIn(query, { name: "per_page", least: 1, most: 100, otherwise: 50 });
  if (typeof take !== "number") return take;
  if (typeof page !== "number") return page;
  if (typeof size !== "number") return size;
  if (query.has("take") || query.has("from")) return afterCheckpoint(name, all, query, take || 50);
  const start = page * size;
  const shown = all.slice(start, start + size).map((each) => onlyFields(each, query));
  if (query.get("include_totals") !== "true") return ok(shown);
  return ok({ start, limit: size, length: shown.length, total: all.length, [name]: shown });
}

function afterCheckpoint(
  name: string,
  all: readonly Resource[],
  query: URLSearchParams,
  take: number,
): Reply {
  const written = query.get("from") ?? "pretend-0";
  const start = /^pretend-\d{1,6}$/.test(written) ? Number(written.slice(8)) : Number.NaN;
  if (Number.isNaN(start)) {
    return apiError(400, "Pretend: from is no checkpoint of this list", "invalid_query_string");
  }
  const shown = all.slice(start, start + take).map((each) => onlyFields(each, query));
  const end = start + take;
  return ok({ [name]: shown, ...(end < all.length ? { next: `pretend-${end}` } : {}) });
}

/** As `fields` and `include_fields` ask. */
export function onlyFields(resource: Resource, query: URLSearchParams): Resource {
  const named = query.get("fields")?.split(",");
  if (!named) return resource;
  const wanted = query.get("include_fields") !== "false";
  const entries = Object.entries(resource);
  return Object.fromEntries(entries.filter(([field]) => named.includes(field) === wanted));
}
