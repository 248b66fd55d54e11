import type { Archive, HourCount } from "../core/archive.ts";
import type { CountedKind, Piece } from "../core/check.ts";
import { type Clock, DAY, HOUR } from "../core/clock.ts";
import { beginOf, heardOf, hourOf, isWhole } from "../core/history.ts";
import { mailFailureTypes, rateLimitTypes } from "../core/log-types/index.ts";
import type { Tenant } from "../core/tenant.ts";

/** What came in longer ago leaves the last hours out. */
const currentMs = HOUR;

/** What the last week of a tenant's kept log tells of limits and mail. Missing where nothing of it is kept. */
export async function weekOf(
  name: string,
  given: {
    readonly archive: Pick<Archive, "coverage" | "counts">;
    readonly tenant: (name: string) => Pick<Tenant, "quota">;
    readonly clock: Clock;
  },
): Promise<Piece<"logWeek">> {
  const { archive, tenant, clock } = given;
  const now = clock.now();
  const week = { from: hourOf(new Date(now.getTime() - 7 * DAY)), to: now };
  const coverage = await archive.coverage(name);
  const [begin, heard] = [beginOf(coverage), heardOf(coverage)];
  if (begin === undefined || (heard !== undefined && heard <= week.from)) return nothing(name);
  const wanted = [...rateLimitTypes, ...mailFailureTypes];
  const counts = await archive.counts(name, { ...week, types: wanted });
  const quota = tenant(name).quota();
  return {
    value: {
      whole:
        isWhole(week, coverage) &&
        heard !== undefined &&
        now.getTime() - heard.getTime() <= currentMs,
      since: new Date(Math.max(+begin, +week.from)),
      limits: together(counts, rateLimitTypes),
      mails: together(counts, mailFailureTypes),
      ...(quota ? { quota } : {}),
    },
  };
}

const nothing = (name: string) => ({
  missing: `Watchpost has kept nothing of ${name}'s log of the last week.`,
  fix: "Give it management credentials or a log stream; docs/logs.md says how.",
  reason: "not configured" as const,
});

/** Of each kind all together, the most frequent first. */
function together(counts: readonly HourCount[], types: readonly string[]): readonly CountedKind[] {
  const sums = new Map<string, CountedKind>();
  for (const { type, cause, count } of counts) {
    if (!types.includes(type)) continue;
    const key = `${type}\n${cause}`;
    sums.set(key, { type, cause, count: (sums.get(key)?.count ?? 0) + count });
  }
  return [...sums.values()].sort((a, b) => b.count - a.count);
}
