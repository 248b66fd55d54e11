import type { Archive, Coverage, HourCount, KnownKind, Stretch } from "./archive.ts";
import { DAY, HOUR } from "./clock.ts";
import {
  type FailureKind,
  type Family,
  failureTypes,
  familyNames,
  familyOf,
} from "./failure-kinds.ts";
import { keptOfNewest } from "./found-events.ts";
import { beginOf, type Earlier, earlierOf, hourOf, isWhole } from "./history.ts";
import {
  countOf,
  gridAt,
  gridOf,
  type HourGrid,
  kindOf,
  rowOf,
  stretchAround,
} from "./hour-grid.ts";
import { type Hourly, hourlyOf } from "./hourly.ts";
import type { LogEvent } from "./log-event.ts";
import type { LogTerm } from "./log-query.ts";
import { logTypeOf } from "./log-types/index.ts";
import type { LogsDesk, Unseen } from "./logs-desk.ts";
import { isOwn, type OwnUser } from "./own-user.ts";

export interface FailuresAsked {
  readonly tenant: string;
  readonly since: Date;
  readonly now: Date;
  /** Whose clocks the hours are compared by. */
  readonly zone: string;
  /** Only these codes; failures, unless given. */
  readonly types?: readonly string[];
  /** What must hold beside: then events are looked through one by one, and not only counts. */
  readonly terms?: readonly LogTerm[];
}

export interface FailuresFrom {
  readonly archive: Pick<Archive, "search" | "counts" | "kinds" | "coverage">;
  readonly logs: LogsDesk;
  /** The test user, whose own failures are left out. */
  readonly own: OwnUser | undefined;
}

/** A tenant's failures in a stretch of time, beside what is usual. */
export interface Failures {
  /** It begins with an hour. Shorter than what was asked where more could not be counted. */
  readonly stretch: Stretch;
  readonly total: Hourly;
  /** Those that are there, what matters most first. */
  readonly families: readonly { readonly family: Family; readonly hourly: Hourly }[];
  /** The most frequent first. */
  readonly kinds: readonly { readonly kind: FailureKind; readonly hourly: Hourly }[];
  /** Met for the first time; undefined where there is too little history to tell. */
  readonly fresh: readonly KnownKind[] | undefined;
  readonly earlier: Earlier | undefined;
  /** Whose word this is, and what it leaves out. */
  readonly basis: Basis;
}

export type Basis =
  | { readonly from: "archive"; readonly coverage: Coverage }
  /** Events that were looked through: all of the stretch, as far as nothing is unseen. */
  | { readonly from: "sample"; readonly events: number; readonly unseen: readonly Unseen[] };

/** So long the archive must go back before the time asked about to call something new. */
const enoughToTell = 3 * DAY;
/** Events that are looked through one by one. */
const mostLooked = 5000;
/** Of them, where they may have to come from Auth0. */
const mostSampled = 1000;

export async function readFailures(asked: FailuresAsked, from: FailuresFrom): Promise<Failures> {
  const coverage = await from.archive.coverage(asked.tenant);
  const stretch = { from: hourOf(asked.since), to: asked.now };
  const begin = beginOf(coverage);
  if (begin === undefined || begin > new Date(stretch.from.getTime() + HOUR)) {
    return sampled(asked, stretch, from);
  }
  const found = await counted(asked, stretch, from);
  if (!found) return sampled(asked, stretch, from);
  const grid = gridOf(found, stretch);
  const earlier = earlierOf(stretch, { coverage, zone: asked.zone });
  const rows = await earlierGrids(asked, earlier, from);
  const kinds = asked.terms ? undefined : await from.archive.kinds(asked.tenant);
  return {
    ...judged(grid, rows, stretch),
    fresh: kinds && freshIn(kinds, asked, coverage),
    earlier: rows.length > 0 ? earlier : undefined,
    basis: { from: "archive", coverage },
  };
}

/** Counts of the stretch without the test user's own; undefined where there are too many to look through. */
async function counted(
  asked: FailuresAsked,
  stretch: Stretch,
  from: FailuresFrom,
): Promise<readonly HourCount[] | undefined> {
  const { tenant, types = failureTypes, terms } = asked;
  const { archive, own } = from;
  if (terms) {
    return lookedThrough(tenant, stretch, [typesTerm(types), ...terms], from);
  }
  const counts = await archive.counts(tenant, { ...stretch, types });
  const mine = own ? await ownIn(tenant, stretch, { types, own }, from) : [];
  return [...counts, ...mine];
}

async function ownIn(
  tenant: string,
  stretch: Stretch,
  { types, own }: { types: readonly string[]; own: OwnUser },
  { archive }: FailuresFrom,
): Promise<readonly HourCount[]> {
  const client: LogTerm = { field: "client", values: [own.clientId] };
  const query = { ...within(stretch), terms: [typesTerm(types), client] };
  const { kept } = await keptOfNewest(
    archive.search,
    { tenant, query, limit: mostLooked },
    (event) => (isOwn(event, own) ? countOf(event, -1) : undefined),
  );
  return kept;
}

/** Every one of these events, counted; undefined where there are more than can be looked through. */
async function lookedThrough(
  tenant: string,
  stretch: Stretch,
  terms: readonly LogTerm[],
  { archive, own }: FailuresFrom,
): Promise<readonly HourCount[] | undefined> {
  const query = { ...within(stretch), terms };
  const asked = { tenant, query, limit: mostLooked };
  const { kept, more } = await keptOfNewest(archive.search, asked, countedBut(own));
  return more ? undefined : kept;
}

/** What an event counts for, unless the bot itself brought it about. */
const countedBut =
  (own: OwnUser | undefined) =>
  (event: LogEvent): HourCount | undefined =>
    own && isOwn(event, own) ? undefined : countOf(event);

const within = ({ from, to }: Stretch) => ({ since: from, until: to });
const typesTerm = (types: readonly string[]): LogTerm => ({ field: "type", values: types });

/** Earlier times that could be counted; none where they are too few to compare with. */
async function earlierGrids(
  asked: FailuresAsked,
  earlier: Earlier | undefined,
  from: FailuresFrom,
): Promise<readonly HourGrid[]> {
  const grids = await Promise.all(
    (earlier?.stretches ?? []).map(async ({ hours }) => {
      const counts = await counted(asked, stretchAround(hours), from);
      return counts ? [gridAt(counts, hours)] : [];
    }),
  );
  return grids.flat();
}

/** What is there, from a sample of events: the newest of them, where there are too many. */
async function sampled(
  asked: FailuresAsked,
  stretch: Stretch,
  { logs, own }: FailuresFrom,
): Promise<Failures> {
  const { tenant, types = failureTypes, terms = [] } = asked;
  const query = { ...within(stretch), terms: [typesTerm(types), ...terms] };
  const asking = { tenant, query, limit: mostSampled };
  const { kept, count, oldest, more, unseen } = await keptOfNewest(
    logs.search,
    asking,
    countedBut(own),
  );
  const seen = more && oldest ? { ...stretch, from: oldest } : stretch;
  return {
    ...judged(gridOf(kept, seen), [], seen),
    fresh: undefined,
    earlier: undefined,
    basis: { from: "sample", events: count, unseen },
  };
}

function judged(
  found: HourGrid,
  earlier: readonly HourGrid[],
  stretch: Stretch,
): Pick<Failures, "stretch" | "total" | "families" | "kinds"> {
  const hourly = (wanted: (key: string) => boolean): Hourly =>
    hourlyOf({
      from: hourOf(stretch.from),
      to: stretch.to,
      hours: rowOf(found, wanted),
      earlier: earlier.map((grid) => rowOf(grid, wanted)),
    });
  const isThere = ({ hourly: { count } }: { hourly: Hourly }) => count > 0;
  return {
    stretch,
    total: hourly(() => true),
    families: familyNames
      .map((family) => ({
        family,
        hourly: hourly((key) => familyOf(kindOf(key).type) === family),
      }))
      .filter(isThere),
    kinds: [...found.rows.keys()]
      .map((key) => ({ kind: kindOf(key), hourly: hourly((other) => other === key) }))
      .filter(isThere)
      .sort((a, b) => b.hourly.count - a.hourly.count),
  };
}

/** Failures, and what nobody knows whether it is one. */
function freshIn(
  kinds: readonly KnownKind[],
  { since, now, types }: FailuresAsked,
  coverage: Coverage,
): readonly KnownKind[] | undefined {
  const from = hourOf(since);
  const before = { from: new Date(from.getTime() - enoughToTell), to: from };
  if (!isWhole(before, coverage)) return undefined;
  const wanted = (type: string) =>
    types?.includes(type) ?? (logTypeOf(type)?.kind ?? "failure") === "failure";
  return kinds
    .filter(({ type, first }) => first >= from && first < now && wanted(type))
    .sort((a, b) => b.count - a.count);
}
