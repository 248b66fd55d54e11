import type { Archive } from "../core/archive.ts";
import { DAY, HOUR } from "../core/clock.ts";
import { fold, matcherOf } from "../core/log-match.ts";
import type { LogQuery, LogTerm } from "../core/log-query.ts";
import { logTypeOf, otherTypes } from "../core/log-types/index.ts";

/** Events of the hours at both ends that are looked at one by one. */
const mostAtEnds = 1000;

/** How many events match, by the counts of whole hours; undefined where those say nothing of what was asked. */
export async function totalOf(
  archive: Archive,
  { tenant, query }: { readonly tenant: string; readonly query: LogQuery },
  now: Date,
): Promise<number | undefined> {
  const { since, terms } = query;
  if (!since || terms.some(({ field }) => field !== "type")) return undefined;
  // Clocks differ: what is logged may be ahead of ours.
  const until = query.until ?? new Date(now.getTime() + DAY);
  const first = Math.ceil(since.getTime() / HOUR) * HOUR;
  const last = Math.floor(until.getTime() / HOUR) * HOUR;
  const at = (from: number, to: number) => ({
    ...query,
    since: new Date(from),
    until: new Date(to),
  });
  if (first >= last) return ending(archive, tenant, query);
  const [before, whole, after] = await Promise.all([
    ending(archive, tenant, at(since.getTime(), first)),
    counted(archive, tenant, at(first, last)),
    ending(archive, tenant, { ...query, since: new Date(last) }),
  ]);
  const all = [before, whole, after].filter((count) => count !== undefined);
  return all.length < 3 ? undefined : all.reduce((sum, count) => sum + count, 0);
}

/** Whether it says the same of all types that nobody knows. */
const isOfKnown = ({ values }: LogTerm): boolean =>
  values.every((value) => logTypeOf(fold(value)) !== undefined);

async function ending(archive: Archive, tenant: string, query: LogQuery) {
  if (query.since && query.until && query.since >= query.until) return 0;
  const { events, next } = await archive.search(tenant, query, { limit: mostAtEnds });
  return next ? undefined : events.length;
}

/** Undefined where types were counted together that the query tells apart. */
async function counted(
  archive: Archive,
  tenant: string,
  { terms, ...time }: LogQuery & { since: Date; until: Date },
): Promise<number | undefined> {
  const matches = matcherOf({ terms });
  const counts = await archive.counts(tenant, { from: time.since, to: time.until });
  if (!terms.every(isOfKnown) && counts.some(({ type }) => type === otherTypes)) return undefined;
  return counts
    .filter(({ type, hour }) => matches({ id: "", at: hour, type, raw: {} }))
    .reduce((sum, { count }) => sum + count, 0);
}
