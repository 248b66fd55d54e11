import { MINUTE } from "./clock.ts";
import type { CommandContext, SourceFacts } from "./command.ts";
import { sayAge, sayDuration } from "./duration.ts";
import { excerpt, oneLine } from "./excerpt.ts";
import type { TargetState } from "./store.ts";

/**
 * How far what is known of a target can be relied on:
 * - never: it has not been read yet, so nothing is known
 * - stale: not read for longer than its limit: silence means nothing
 * - failing: the last tries failed, but what was read is recent
 * - fresh: read as it should be
 */
export type Freshness = "never" | "stale" | "failing" | "fresh";

/**
 * The targets that are still being read. The store also remembers those of tenants and sources that have
 * left the settings, of feeds that nobody follows any more, and what the bot says of itself.
 */
export async function targetsOf({
  store,
  sources,
  tenants,
}: Pick<CommandContext, "sources" | "tenants"> & {
  readonly store: Pick<CommandContext["store"], "subjects" | "subscriptions">;
}): Promise<readonly TargetState[]> {
  const held = await store.subscriptions.list();
  const known = {
    sources: new Set(sources.filter(({ polled }) => polled !== false).map(({ id }) => id)),
    tenants: new Set(tenants.map(({ name }) => name)),
    feeds: new Set(held.map(({ feed }) => feed)),
  };
  return (await store.subjects.targets()).filter(
    ({ source, tenant, feed }) =>
      known.sources.has(source) &&
      (tenant === undefined || known.tenants.has(tenant)) &&
      (feed === undefined || known.feeds.has(feed)),
  );
}

/** Limit for a target whose source is no longer there. */
const usualLimit = 10 * MINUTE;

export function freshnessOf(
  target: Pick<TargetState, "lastReadAt" | "failures"> | undefined,
  source: Pick<SourceFacts, "staleAfter"> | undefined,
  now: Date,
): Freshness {
  if (!target?.lastReadAt) return "never";
  const age = now.getTime() - target.lastReadAt.getTime();
  if (age > (source?.staleAfter ?? usualLimit)) return "stale";
  return target.failures > 0 ? "failing" : "fresh";
}

/** Whether silence of the target means that nothing happened. */
export const isReliable = (freshness: Freshness): boolean =>
  freshness === "fresh" || freshness === "failing";

/** How fresh a target is, to follow its name: "has not been read for 25 min: timed out", "read 30 s ago". */
export function sayFreshness(
  target: Pick<TargetState, "lastReadAt" | "failures" | "error"> | undefined,
  freshness: Freshness,
  now: Date,
): string {
  const why = target?.error ? `: ${excerpt(oneLine(target.error), 200).replace(/\.$/, "")}` : "";
  const readAt = target?.lastReadAt;
  if (freshness === "never" || !readAt) return `has never been read${why}`;
  const age = now.getTime() - readAt.getTime();
  if (freshness === "stale") return `has not been read for ${sayDuration(age)}${why}`;
  const read = `read ${sayAge(readAt, now)}`;
  if (freshness === "fresh" || !target) return read;
  return `${read}, but ${target.failures === 1 ? "the last try" : `the last ${target.failures} tries`} failed${why}`;
}

/** Since when the bot knows of what these targets show. */
export function knownSince(targets: readonly TargetState[]): Date | undefined {
  return earliest(targets.map(({ firstReadAt }) => firstReadAt));
}

export function earliest(times: readonly (Date | undefined)[]): Date | undefined {
  return times.reduce((first, at) => (at && (!first || at < first) ? at : first), undefined);
}

/** How fresh a source's targets are, as an answer says it: trouble first and loudly, the rest in small print. */
export function sayReads(
  targets: readonly TargetState[],
  source: SourceFacts,
  now: Date,
): { readonly warnings: readonly string[]; readonly note: string } {
  const shown = targets.slice(0, mostTargets).map((target) => {
    const freshness = freshnessOf(target, source, now);
    const words = `${target.title} ${sayFreshness(target, freshness, now)}`;
    return { words, reliable: isReliable(freshness) };
  });
  const warnings = shown.filter(({ reliable }) => !reliable).map(({ words }) => words);
  const more = targets.length - shown.length;
  const fine = shown.filter(({ reliable }) => reliable).map(({ words }) => words);
  return {
    // Said once, with the first: the others are read below it.
    warnings: (targets.length === 0 ? [`${source.title} has never been read`] : warnings).map(
      (words, index) => `${words}.${index === 0 ? " Silence here is not health." : ""}`,
    ),
    note: [...fine, ...(more > 0 ? [`and ${more} more`] : [])].join("; "),
  };
}

const mostTargets = 10;
