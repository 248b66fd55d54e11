import type { Archive, Stretch } from "./archive.ts";
import { DAY, HOUR } from "./clock.ts";
import { keptOfNewest } from "./found-events.ts";
import { beginOf, hourOf } from "./history.ts";
import { gridOf, kindOf, rowOf } from "./hour-grid.ts";
import { type LimitEvent, limitEventOf } from "./limit-event.ts";
import { type LogEvent, lightly } from "./log-event.ts";
import { rateLimitTypes } from "./log-types/index.ts";
import type { LogsDesk, Unseen } from "./logs-desk.ts";

/** What attack protection held back: a limit of its own, which says nothing of the APIs'. */
export const blockTypes: readonly string[] = ["limit_mu", "limit_wc", "limit_sul"];

/** Limits that were met in a stretch of time. */
export interface Limits {
  /** From the hour's beginning that it was asked from; of events looked at, from the oldest one's. */
  readonly stretch: Stretch;
  /** How many there were of each code. */
  readonly counts: ReadonlyMap<string, number>;
  /** API limits of each hour. */
  readonly hours: readonly number[];
  /** The newest of them, looked at one by one. */
  readonly events: readonly LimitEvent[];
  readonly blocks: readonly LogEvent[];
  /** The counts are the archive's, and whole; else they are of the events looked at. */
  readonly counted: boolean;
  /** There are more than were counted. */
  readonly more: boolean;
  readonly unseen: readonly Unseen[];
}

const mostEvents = 1000;

export async function readLimits(
  asked: { readonly tenant: string; readonly since: Date; readonly now: Date },
  from: {
    readonly archive: Pick<Archive, "counts" | "coverage">;
    readonly logs: LogsDesk;
    readonly ownClient: string | undefined;
  },
): Promise<Limits> {
  const { tenant, now } = asked;
  const stretch = { from: hourOf(asked.since), to: now };
  const newest = <Kept>(types: readonly string[], keep: (event: LogEvent) => Kept) => {
    const terms = [{ field: "type" as const, values: types }];
    const query = { since: stretch.from, until: now, terms };
    return keptOfNewest(from.logs.search, { tenant, query, limit: mostEvents }, keep);
  };
  const blocks = await newest(blockTypes, lightly);
  const held = blocks.kept;
  const attackers = new Set(held.flatMap(({ ip }) => ip ?? []));
  const known = { ownClient: from.ownClient, attackers };
  const limits = await newest(rateLimitTypes, (event) => limitEventOf(event, known));
  const seen = limits.kept.map(({ event }) => event);
  const begin = beginOf(await from.archive.coverage(tenant));
  const counted = begin !== undefined && begin.getTime() <= stretch.from.getTime() + HOUR;
  const all = [...rateLimitTypes, ...blockTypes];
  const rows = counted
    ? await from.archive.counts(tenant, { ...stretch, types: all })
    : [...seen, ...held].map(({ at, type }) => ({ hour: hourOf(at), type, cause: "", count: 1 }));
  const oldest = limits.more && !counted ? limits.oldest : undefined;
  const shown = oldest ? { ...stretch, from: oldest } : stretch;
  const grid = gridOf(rows, shown);
  const counts = new Map<string, number>();
  for (const { type, count } of rows) counts.set(type, (counts.get(type) ?? 0) + count);
  return {
    stretch: shown,
    counts,
    hours: rowOf(grid, (key) => rateLimitTypes.includes(kindOf(key).type)),
    events: limits.kept,
    blocks: held,
    counted,
    more: !counted && (limits.more || blocks.more),
    unseen: limits.unseen,
  };
}

/** So far back limits say something of how things are. */
export const limitsWeek = 7 * DAY;

export const sumOf = ({ counts }: Pick<Limits, "counts">, types: readonly string[]): number =>
  types.reduce((sum, type) => sum + (counts.get(type) ?? 0), 0);
