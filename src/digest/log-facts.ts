import type { Archive, Coverage } from "../core/archive.ts";
import { DAY, HOUR } from "../core/clock.ts";
import type { FailureKind } from "../core/failure-kinds.ts";
import { failureTypes } from "../core/failure-kinds.ts";
import { type Failures, readFailures } from "../core/failures.ts";
import { beginOf, hourOf, isWhole } from "../core/history.ts";
import { gridOf, kindOf } from "../core/hour-grid.ts";
import { type Limits, readLimits } from "../core/limits.ts";
import type { LoginDesk } from "../core/login.ts";
import type { LogsDesk } from "../core/logs-desk.ts";

/** What a tenant's kept log tells of the week. */
export interface LogFacts {
  readonly coverage: Coverage;
  readonly failures: Failures;
  /** The week before, of each kind; undefined where it is not there as a whole. */
  readonly before: readonly (FailureKind & { readonly count: number })[] | undefined;
  readonly limits: Limits;
}

export interface LogFactsFrom {
  readonly archive: Pick<Archive, "search" | "counts" | "kinds" | "coverage">;
  readonly logins: Pick<LoginDesk, "standing">;
  readonly ownClient: string | undefined;
  /** Whose clocks hours are compared by. */
  readonly zone: string;
}

const week = 7 * DAY;

/** Undefined where nothing is kept. Asks nobody but the archive. */
export async function logFactsOf(
  tenant: string,
  at: Date,
  from: LogFactsFrom,
): Promise<LogFacts | undefined> {
  const { archive, logins, ownClient, zone } = from;
  const coverage = await archive.coverage(tenant);
  const begin = beginOf(coverage);
  if (begin === undefined || begin >= at) return undefined;
  const since = new Date(Math.max(at.getTime() - week, hourOf(begin).getTime()));
  const logs = archiveDesk(archive);
  const own = await logins.standing(tenant);
  const [failures, limits, before] = await Promise.all([
    readFailures({ tenant, since, now: at, zone }, { archive, logs, own }),
    readLimits({ tenant, since, now: at }, { archive, logs, ownClient }),
    weekBefore(tenant, at, { archive, coverage }),
  ]);
  return { coverage, failures, before, limits };
}

const archiveDesk = (archive: LogFactsFrom["archive"]): LogsDesk => ({
  search: async (tenant, query, at) => ({
    ...(await archive.search(tenant, query, at)),
    unseen: [],
    from: "archive",
  }),
  event: async () => undefined,
});

async function weekBefore(
  tenant: string,
  at: Date,
  { archive, coverage }: { archive: LogFactsFrom["archive"]; coverage: Coverage },
): Promise<LogFacts["before"]> {
  const from = hourOf(new Date(at.getTime() - 2 * week));
  const stretch = { from, to: new Date(from.getTime() + week + HOUR) };
  if (!isWhole(stretch, coverage)) return undefined;
  const counts = await archive.counts(tenant, { ...stretch, types: failureTypes });
  return [...gridOf(counts, stretch).rows].map(([key, row]) => ({
    ...kindOf(key),
    count: row.reduce((sum, count) => sum + count, 0),
  }));
}
