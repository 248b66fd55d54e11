import type { Archive, Coverage, HourCount, Stretch } from "../core/archive.ts";
import { DAY, HOUR, MINUTE } from "../core/clock.ts";
import type { FailedLogins, LimitEvents } from "../core/figures.ts";
import { keptOfNewest, newestOf } from "../core/found-events.ts";
import { earlierOf, heardOf, hourOf, isWhole } from "../core/history.ts";
import { countOf, gridAt, gridOf, rowOf, stretchAround } from "../core/hour-grid.ts";
import type { LogTerm } from "../core/log-query.ts";
import { loginFailureTypes, rateLimitTypes } from "../core/log-types/index.ts";
import { isOwn, type OwnUser } from "../core/own-user.ts";
import { type Usual, usualOf } from "../core/usual.ts";

export type Kept = Pick<Archive, "search" | "counts" | "coverage">;

/** What came in longer ago says nothing of now. */
const currentMs = 10 * MINUTE;
const mostLooked = 5000;

/** Up to when the archive has the day before whole, as far as it knows; undefined where it has no such day. */
export async function dayKept(archive: Kept, tenant: string, at: Date): Promise<Date | undefined> {
  const coverage = await archive.coverage(tenant);
  const heard = heardOf(coverage);
  if (!heard) return undefined;
  const until = at.getTime() - heard.getTime() <= currentMs ? at : heard;
  const day = { from: new Date(until.getTime() - DAY), to: until };
  return isWhole(day, coverage) ? until : undefined;
}

/** Every failed login of the day before, and what an hour like the last usually has. */
export async function failedLoginsKept(
  archive: Kept,
  asked: { tenant: string; at: Date; own: OwnUser | undefined; zone: string },
): Promise<FailedLogins> {
  const { tenant, at, own } = asked;
  const day = { from: new Date(at.getTime() - DAY), to: at };
  const types = loginFailureTypes;
  const [whole, begun, last, mine, usual] = await Promise.all([
    archive.counts(tenant, { ...wholeHours(day), types }),
    othersIn(archive, asked, { from: day.from, to: wholeHours(day).from }),
    othersIn(archive, asked, { from: new Date(at.getTime() - HOUR), to: at }),
    own ? ownIn(archive, tenant, wholeHours(day), own) : [],
    usualHour(archive, asked),
  ]);
  const hours = rowOf(gridOf([...whole, ...mine], wholeHours(day)), () => true);
  const [newest] = last.kept;
  const count = begun.kept.length + hours.reduce((sum, each) => sum + each, 0);
  return {
    count,
    since: day.from,
    exact: !begun.more,
    ...(newest ? { newest } : {}),
    ...byHour(hours, wholeHours(day)),
    lastHour: last.kept.length,
    ...(usual ? { usual } : {}),
  };
}

export async function limitEventsKept(
  archive: Kept,
  { tenant, at }: { tenant: string; at: Date },
): Promise<LimitEvents> {
  const day = wholeHours({ from: new Date(at.getTime() - DAY), to: at });
  const types = rateLimitTypes;
  const [counts, newest] = await Promise.all([
    archive.counts(tenant, { ...day, types }),
    newestOf(archive.search, { tenant, query: queryOf(day, [typesTerm(types)]), limit: 1 }),
  ]);
  const last = newest.events[0]?.at;
  const hours = rowOf(gridOf(counts, day), () => true);
  return {
    count: hours.reduce((sum, each) => sum + each, 0),
    exact: true,
    ...(last ? { newest: last } : {}),
    ...byHour(hours, day),
    types: byType(counts),
  };
}

/** Hours that are over, and apart from them the one that has only begun: beside them it would look like a quiet one. */
function byHour(counts: readonly number[], { from, to }: Stretch) {
  const ends = hourOf(to);
  const over = Math.round((ends.getTime() - from.getTime()) / HOUR);
  const begun = counts[over];
  return { hours: counts.slice(0, over), ends, ...(begun === undefined ? {} : { begun }) };
}

function byType(counts: readonly HourCount[]): LimitEvents["types"] {
  const sums = new Map<string, number>();
  for (const { type, count } of counts) sums.set(type, (sums.get(type) ?? 0) + count);
  return [...sums].map(([type, count]) => ({ type, count })).sort((a, b) => b.count - a.count);
}

/** From the first hour that begins in it. */
const wholeHours = ({ from, to }: Stretch): Stretch => {
  const hour = hourOf(from);
  return { from: hour < from ? new Date(hour.getTime() + HOUR) : hour, to };
};

/** Of the same time of earlier weeks or days: the hour itself, and those beside it, since few weeks are few samples. */
async function usualHour(
  archive: Kept,
  { tenant, at, zone }: { tenant: string; at: Date; zone: string },
): Promise<Usual | undefined> {
  const coverage: Coverage = await archive.coverage(tenant);
  const around = { from: hourOf(new Date(at.getTime() - 2 * HOUR)), to: at };
  const earlier = earlierOf(around, { coverage, zone });
  const all = await Promise.all(
    (earlier?.stretches ?? []).map(async ({ hours: compared }) => {
      const hours = compared.slice(0, 3);
      const stretch = stretchAround(hours);
      const counts = await archive.counts(tenant, { ...stretch, types: loginFailureTypes });
      return rowOf(gridAt(counts, hours), () => true);
    }),
  );
  return usualOf(all.flat());
}

/** When logins failed that are not the bot's own, the newest first. */
function othersIn(
  archive: Kept,
  { tenant, own }: { tenant: string; own: OwnUser | undefined },
  stretch: Stretch,
) {
  const query = queryOf(stretch, [typesTerm(loginFailureTypes)]);
  return keptOfNewest(archive.search, { tenant, query, limit: mostLooked }, (event) =>
    own && isOwn(event, own) ? undefined : event.at,
  );
}

/** The bot's own, as counts to take away. */
async function ownIn(archive: Kept, tenant: string, stretch: Stretch, own: OwnUser) {
  const client: LogTerm = { field: "client", values: [own.clientId] };
  const query = queryOf(stretch, [typesTerm(loginFailureTypes), client]);
  const asked = { tenant, query, limit: mostLooked };
  const { kept } = await keptOfNewest(archive.search, asked, (event) =>
    isOwn(event, own) ? countOf(event, -1) : undefined,
  );
  return kept;
}

const queryOf = ({ from, to }: Stretch, terms: readonly LogTerm[]) => ({
  since: from,
  until: to,
  terms,
});
const typesTerm = (types: readonly string[]): LogTerm => ({ field: "type", values: types });
