import type SqliteDatabase from "better-sqlite3";
import type { LogEvent } from "../../src/core/log-event.ts";
import type { CountRows } from "./sqlite-archive-counts.ts";
import { keyOf } from "./sqlite-archive-keys.ts";
import { eventIn } from "./sqlite-archive-packing.ts";
import type { Recent } from "./sqlite-archive-recent.ts";
import type { Segments } from "./sqlite-archive-segments.ts";
import type { Slices } from "./sqlite-archive-slices.ts";
import type { TenantRows } from "./sqlite-archive-tenants.ts";

interface Parts {
  readonly db: SqliteDatabase.Database;
  readonly recent: Recent;
  readonly segments: Segments;
  readonly counts: CountRows;
  readonly tenants: TenantRows;
}

/**
 * Drops whole segments that are older, with what was counted of them and the terms that led to them. Resolves with how many
 * events went.
 */
export async function expire(
  parts: Parts,
  slices: Slices,
  { tenant, before }: { readonly tenant: number; readonly before: Date },
): Promise<number> {
  const { recent, segments, counts, tenants } = parts;
  const [first, last] = [Number.MIN_SAFE_INTEGER, before.getTime() - 1];
  const took = (events: readonly LogEvent[]) => {
    counts.remove(tenant, events);
    tenants.change(tenant, -events.length);
    return events.length;
  };
  let gone = 0;
  let open: number[] = [];
  await slices.run(() => {
    // At once: what is packed after this is newer.
    const old = recent.lines(tenant, first, last).map(eventIn);
    open = [...segments.between(tenant, first, last, undefined)]
      .filter(({ max_at }) => max_at <= last)
      .map(({ segment }) => segment);
    // Said first: where it ends before all of it is gone, nothing of that time is called whole.
    if (old.length + open.length > 0) tenants.beginAt(tenant, before);
    const keys = old.map(({ id }) => keyOf(id));
    recent.remove(tenant, keys);
    gone += took(old);
    return false;
  });
  await slices.run(() => {
    const segment = open.pop();
    // Another may have removed it meanwhile.
    const events = (segment ? segments.lines(segment) : []).map(eventIn);
    if (segment) segments.remove(segment);
    segments.release(tenant, events);
    gone += took(events);
    return open.length > 0;
  });
  return gone;
}
