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

export interface Found {
  /** Newest first. */
  readonly events: readonly LogEvent[];
  /** There are more of them, or may be. */
  readonly more: boolean;
  readonly unseen: readonly Unseen[];
}

const mostAtOnce = 1000;
/** An answer may hold few events, or none, and say where to go on: looking takes its time. */
const mostAnswers = 100;

/** The newest of these events, so many at most. */
export async function newestOf(
  search: Search,
  asked: { readonly tenant: string; readonly query: LogQuery; readonly limit: number },
): Promise<Found> {
  const { tenant, query, limit } = asked;
  const events: LogEvent[] = [];
  const unseen = new Map<string, Unseen>();
  let after: LogPlace | undefined;
  for (let answer = 0; answer < mostAnswers; answer += 1) {
    const size = Math.min(mostAtOnce, limit - events.length);
    const found = await search(tenant, query, { limit: size, ...(after ? { after } : {}) });
    events.push(...found.events);
    for (const each of found.unseen ?? []) unseen.set(JSON.stringify(each), each);
    after = found.next;
    if (!after || events.length >= limit) break;
  }
  return { events, more: after !== undefined, unseen: [...unseen.values()] };
}
