import type { LogPlace } from "./archive.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogQuery } from "./log-query.ts";
import type { Unseen } from "./logs-desk.ts";

/** The archive, or the desk before it. */
type Search = (
  tenant: string,
  query: LogQuery,
  at: { readonly limit: number; readonly after?: LogPlace },
) => Promise<{
  readonly events: readonly LogEvent[];
  readonly next?: LogPlace;
  readonly unseen?: readonly Unseen[];
}>;

interface Asked {
  readonly tenant: string;
  readonly query: LogQuery;
  readonly limit: number;
}

interface Looked {
  /** How many were found. */
  readonly count: number;
  readonly oldest: Date | undefined;
  /** There are more of them, or may be. */
  readonly more: boolean;
  readonly unseen: readonly Unseen[];
}

export interface Found extends Pick<Looked, "more" | "unseen"> {
  /** Newest first. */
  readonly events: readonly LogEvent[];
}

const mostAtOnce = 1000;
/** An event may be a hundred kilobytes: of those that are let go again, so many are there at a time. */
const fewAtOnce = 200;
/** An answer may hold few events, or none, and say where to go on: looking takes its time. */
const mostAnswers = 100;

/** The newest of these events, so many at most. */
export async function newestOf(search: Search, asked: Asked): Promise<Found> {
  const events: LogEvent[] = [];
  const { more, unseen } = await walk(search, asked, mostAtOnce, (page) => events.push(...page));
  return { events, more, unseen };
}

/** What is kept of each of them, the newest first, where the events themselves would be too much; nothing of what gives undefined. */
export async function keptOfNewest<Kept>(
  search: Search,
  asked: Asked,
  keep: (event: LogEvent) => Kept | undefined,
): Promise<Looked & { readonly kept: readonly Kept[] }> {
  const kept: Kept[] = [];
  const looked = await walk(search, asked, fewAtOnce, (page) => {
    for (const event of page) {
      const one = keep(event);
      if (one !== undefined) kept.push(one);
    }
  });
  return { ...looked, kept };
}

async function walk(
  search: Search,
  { tenant, query, limit }: Asked,
  atOnce: number,
  see: (page: readonly LogEvent[]) => void,
): Promise<Looked> {
  const unseen = new Map<string, Unseen>();
  let count = 0;
  let oldest: Date | undefined;
  let after: LogPlace | undefined;
  for (let answer = 0; answer < mostAnswers + limit / atOnce; answer += 1) {
    const size = Math.min(atOnce, limit - count);
    const place = after ? { after } : {};
    const {
      events,
      next,
      unseen: missed = [],
    } = await search(tenant, query, { limit: size, ...place });
    see(events);
    count += events.length;
    oldest = events.at(-1)?.at ?? oldest;
    for (const each of missed) unseen.set(JSON.stringify(each), each);
    after = next;
    if (!after || count >= limit) break;
  }
  return { count, oldest, more: after !== undefined, unseen: [...unseen.values()] };
}
