import type { Archive, Hole, LogPlace } from "../core/archive.ts";
import { DAY, SECOND } from "../core/clock.ts";
import type { LogEvent } from "../core/log-event.ts";
import type { LogQuery } from "../core/log-query.ts";
import type { FoundEvents, SearchAt, Unseen } from "../core/logs-desk.ts";
import type { TenantError } from "../core/tenant.ts";
import { type Budget, readPages } from "./auth0-pages.ts";
import type { DeskOptions } from "./desk.ts";
import { isAfter, newestFirst, placeBefore, placeOf, stretchOf, within } from "./place.ts";
import { keptOf, type Span, spansOf } from "./spans.ts";
import { totalOf } from "./total.ts";

/** Requests to Auth0 for one question: a whole search of its own. */
const mostRequests = 10;
/** Somebody waits: what was not looked at by then is for the next page. */
const longest = 20 * SECOND;

interface Asked {
  readonly tenant: string;
  readonly query: LogQuery;
  readonly at: SearchAt;
}

/** What is being found, on the way from the newest to the oldest. */
interface Walk extends Asked {
  readonly events: LogEvent[];
  readonly unseen: Unseen[];
  readonly used: { archive: boolean; auth0: boolean };
  readonly budget: Budget;
  isLate(): boolean;
  /** Auth0 did not answer once: it is not waited for again. */
  error?: TenantError;
}

export async function search(options: DeskOptions, asked: Asked): Promise<FoundEvents> {
  const { tenant, query, at } = asked;
  const { archive, clock } = options;
  const now = clock.now();
  const coverage = await archive.coverage(tenant);
  const spans = spansOf(timeOf(query, at.after), coverage, now);
  const walk: Walk = {
    ...asked,
    events: [],
    unseen: [],
    used: { archive: false, auth0: false },
    budget: { requests: mostRequests },
    isLate: () => clock.now().getTime() - now.getTime() > longest,
  };
  const next = await walkThrough(walk, spans, options);
  const kept = keptOf(coverage, now);
  const total = at.total ? await totalIn(walk, { spans, next, now }, archive) : undefined;
  const missing = next ? [] : gone(options, asked, { spans, now });
  return {
    events: walk.events,
    ...(next && { next }),
    unseen: [...walk.unseen, ...holesIn(coverage.holes, spans, next), ...missing],
    from: sourceOf(walk),
    ...(kept && { kept }),
    ...(total !== undefined && { total }),
  };
}

function sourceOf({ used: { archive, auth0 } }: Walk): FoundEvents["from"] {
  if (archive) return auth0 ? "both" : "archive";
  return auth0 ? "auth0" : "nobody";
}

/** How many there are, where the archive has all of the time asked about. */
async function totalIn(
  { events, ...asked }: Walk,
  looked: { spans: readonly Span[]; next: LogPlace | undefined; now: Date },
  archive: Archive,
): Promise<number | undefined> {
  if (!looked.next) return events.length;
  return looked.spans.every((span) => span.kept) ? totalOf(archive, asked, looked.now) : undefined;
}

/** Holes in the time that was looked at. */
function holesIn(
  holes: readonly Hole[],
  spans: readonly Span[],
  next: LogPlace | undefined,
): readonly Unseen[] {
  const begin = next?.at.getTime() ?? Number.NEGATIVE_INFINITY;
  return holes
    .map(({ from, to, why }) => ({ from, to, why }))
    .filter(({ from, to }) =>
      spans.some((span) => from.getTime() < span.to && to.getTime() > Math.max(span.from, begin)),
    );
}

const timeOf = ({ since, until }: LogQuery, after: LogPlace | undefined) => ({
  from: since?.getTime() ?? Number.NEGATIVE_INFINITY,
  to: Math.min(
    until?.getTime() ?? Number.POSITIVE_INFINITY,
    after ? after.at.getTime() + 1 : Number.POSITIVE_INFINITY,
  ),
});

/** Resolves with the place to go on from, unless all was looked at. */
async function walkThrough(
  walk: Walk,
  spans: readonly Span[],
  options: DeskOptions,
): Promise<LogPlace | undefined> {
  for (const span of spans) {
    const room = walk.at.limit - walk.events.length;
    const last = walk.events.at(-1);
    if (room <= 0 && last) return placeOf(last);
    const ended = span.kept
      ? await fromArchive(walk, span, options)
      : await fromBoth(walk, span, options);
    if (ended) return ended;
  }
  return undefined;
}

/** Resolves with where to go on within the span, unless all of it was looked at. */
async function fromArchive(
  walk: Walk,
  span: Pick<Span, "from" | "to">,
  { archive }: DeskOptions,
): Promise<LogPlace | undefined> {
  walk.used.archive = true;
  const { events, next } = await kept(archive, walk, span);
  walk.events.push(...events);
  return next;
}

interface Kept {
  readonly events: readonly LogEvent[];
  readonly next?: LogPlace;
}

/** As many as there is room for; the archive may look only so far at once. */
async function kept(
  archive: Archive,
  { tenant, query, at, events, isLate }: Walk,
  span: Pick<Span, "from" | "to">,
): Promise<Kept> {
  const found: LogEvent[] = [];
  let after = at.after;
  for (;;) {
    const limit = at.limit - events.length - found.length;
    const place = after ? { after } : {};
    const matches = await archive.search(tenant, within(query, span), { limit, ...place });
    found.push(...matches.events);
    if (!matches.next) return { events: found };
    if (found.length >= at.limit - events.length || isLate())
      return { events: found, next: matches.next };
    after = matches.next;
    at.reached?.(after.at);
  }
}

const noMore: Kept = { events: [] };

/** What Auth0 gives of a span that the archive has only in parts, and those parts. */
async function fromBoth(
  walk: Walk,
  span: Span,
  options: DeskOptions,
): Promise<LogPlace | undefined> {
  const { tenant, query, at } = walk;
  if (walk.error) return withoutAuth0(walk, span, options, walk.error);
  const room = at.limit - walk.events.length;
  const wanted = (event: LogEvent) => isAfter(event, at.after);
  const read = await readPages(options.tenant(tenant), query, span, {
    enough: (events) => events.filter(wanted).length >= room,
    budget: walk.budget,
  });
  walk.used.auth0 ||= read.answered;
  walk.unseen.push(...read.unseen);
  const seen = { from: read.floor, to: span.to };
  const own = seen.from < seen.to ? await kept(options.archive, walk, seen) : noMore;
  const merged = new Map(
    [...read.events.filter(wanted), ...own.events].map((one) => [one.id, one]),
  );
  const sorted = [...merged.values()].sort(newestFirst);
  // The archive was looked through so far, and may have more behind that.
  const whole = own.next ? sorted.filter((one) => !isAfter(one, own.next)) : sorted;
  walk.events.push(...whole.slice(0, room));
  const last = walk.events.at(-1);
  if (whole.length > room && last) return placeOf(last);
  if (own.next) return own.next;
  if (read.error)
    return withoutAuth0(walk, { from: span.from, to: read.floor }, options, read.error);
  return read.floor > span.from ? placeBefore(read.floor) : undefined;
}

/** What the archive itself has of a time that Auth0 does not give. */
function withoutAuth0(
  walk: Walk,
  span: Pick<Span, "from" | "to">,
  options: DeskOptions,
  error: TenantError,
): Promise<LogPlace | undefined> {
  walk.error = error;
  const why = error.message.replace(/\.$/u, "");
  walk.unseen.push({ ...stretchOf(span), why, error });
  return fromArchive(walk, span, options);
}

/** What is older than Auth0 keeps, and not in the archive. */
function gone(
  { days }: DeskOptions,
  { tenant, query }: Asked,
  { spans, now }: { spans: readonly Span[]; now: Date },
): readonly Unseen[] {
  const known = days?.(tenant);
  const oldest = spans.at(-1);
  if (known === undefined || !query.since || !oldest || oldest.kept) return [];
  const begin = now.getTime() - known * DAY;
  if (oldest.from >= begin) return [];
  const why = `Auth0 keeps this tenant's log for ${known} ${known === 1 ? "day" : "days"}`;
  return [{ from: new Date(oldest.from), to: new Date(Math.min(begin, oldest.to)), why }];
}
