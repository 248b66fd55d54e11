import type { Archive, Arrival, Coverage, Hole, LogBatch, Proof } from "../../src/core/archive.ts";
import { HOUR } from "../../src/core/clock.ts";
import { causeOf } from "../../src/core/log-cause.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { fold, matcherOf } from "../../src/core/log-match.ts";
import { personsIn } from "../../src/core/log-persons.ts";
import { placed } from "../../src/core/log-placing.ts";
import type { LogQuery } from "../../src/core/log-query.ts";
import { logEventsOf } from "../../src/core/log-record.ts";

interface Shelf {
  events: LogEvent[];
  readonly gone: Set<string>;
  /** Until when nothing is kept of whom. */
  readonly forgotten: Map<string, Date>;
  proved: Coverage["proved"];
  readonly holes: Hole[];
  readonly heard: { stream?: Date; reader?: Date };
  /** When the stream was first heard. */
  streamedSince: Date | undefined;
  readonly watchers: Set<{ query: LogQuery; listener: (arrival: Arrival) => void }>;
  recovered: number;
}

/** An archive that keeps everything in memory and looks through all of it: what any other one is held against. */
export function fakeArchive(now: () => Date = () => new Date()): Archive {
  const shelves = new Map<string, Shelf>();
  const shelf = (tenant: string): Shelf => {
    const known = shelves.get(tenant) ?? emptyShelf();
    shelves.set(tenant, known);
    return known;
  };
  return {
    async add({ tenant, way, records, proof }: LogBatch) {
      const at = shelf(tenant);
      const { events: read, skipped } = logEventsOf(records);
      const events = read.map((event) => placed(event, now()));
      const fresh = freshOf(at, events);
      at.events = [...at.events, ...fresh].sort(newestFirst);
      if (way === "stream") at.streamedSince ??= now();
      else at.recovered += lostOf(at, fresh);
      if (proof) remember(at, proof);
      at.heard[way] = now();
      tell(at, fresh);
      return { fresh: fresh.length, known: events.length - fresh.length, unreadable: skipped };
    },
    watch(tenant, query, listener) {
      const watcher = { query, listener };
      shelf(tenant).watchers.add(watcher);
      return () => void shelf(tenant).watchers.delete(watcher);
    },
    async search(tenant, query, { limit, after }) {
      const matches = matcherOf(query);
      const all = shelf(tenant).events.filter(
        (event) => matches(event) && (!after || newestFirst(after, event) < 0),
      );
      const events = all.slice(0, limit);
      const last = events.at(-1);
      return {
        events,
        ...(last && all.length > limit ? { next: { at: last.at, id: last.id } } : {}),
      };
    },
    event: async (tenant, id) => shelf(tenant).events.find((event) => event.id === id),
    counts: async (tenant, of) => countsOf(shelf(tenant).events, of),
    kinds: async (tenant) => kindsOf(shelf(tenant).events),
    async coverage(tenant) {
      const { events, proved, streamedSince, holes, heard, recovered } = shelf(tenant);
      const [newest, oldest] = [events[0]?.at, events.at(-1)?.at];
      const ends = { ...(newest && { newest }), ...(oldest && { oldest }) };
      const known = { ...(proved && { proved }), ...(streamedSince && { streamedSince }) };
      return { events: events.length, ...ends, ...known, holes, heard, recovered };
    },
    async expire(tenant, before) {
      const at = shelf(tenant);
      const gone = drop(at, (event) => event.at < before);
      if (gone > 0) beginAt(at, before);
      return gone;
    },
    async forget(tenant, names) {
      const wanted = new Set(names.map(fold));
      const at = shelf(tenant);
      const concerns = (event: LogEvent) =>
        [...personsIn(event)].some((name) => wanted.has(fold(name)));
      for (const event of at.events.filter(concerns)) at.gone.add(event.id);
      for (const name of wanted) at.forgotten.set(name, now());
      return drop(at, concerns);
    },
    async facts() {
      const events = [...shelves.values()].reduce((sum, { events }) => sum + events.length, 0);
      const kept = [...shelves].filter(([, { events }]) => events.length > 0);
      return { bytes: events * 250, events, tenants: kept.map(([name]) => name).sort() };
    },
    check: async () => ({ subject: "Log archive", ok: true, detail: "in memory" }),
    close: async () => {},
  };
}

const emptyShelf = (): Shelf => ({
  events: [],
  gone: new Set(),
  forgotten: new Map(),
  proved: undefined,
  holes: [],
  heard: {},
  streamedSince: undefined,
  watchers: new Set(),
  recovered: 0,
});

/** Those that are not here yet. What is of somebody who was forgotten never comes back, whatever it says the next time. */
function freshOf(at: Shelf, events: readonly LogEvent[]): readonly LogEvent[] {
  const known = new Set(at.events.map(({ id }) => id));
  const fresh: LogEvent[] = [];
  for (const event of events) {
    if (known.has(event.id) || at.gone.has(event.id)) continue;
    if (isForgotten(at, event)) {
      at.gone.add(event.id);
      continue;
    }
    known.add(event.id);
    fresh.push(event);
  }
  return fresh;
}

/** What comes in only now, of the time before somebody whom it names was forgotten. */
const isForgotten = ({ forgotten }: Shelf, event: LogEvent): boolean =>
  [...personsIn(event)].some((name) => event.at <= (forgotten.get(fold(name)) ?? new Date(0)));

type Placed = Pick<LogEvent, "at" | "id">;

const newestFirst = (one: Placed, other: Placed): number =>
  other.at.getTime() - one.at.getTime() || (other.id < one.id ? -1 : other.id > one.id ? 1 : 0);

const lostOf = ({ streamedSince: since }: Shelf, fresh: readonly LogEvent[]): number =>
  since ? fresh.filter(({ at }) => at >= since).length : 0;

function remember(at: Shelf, { checkpoint, until, since, hole }: Proof): void {
  if (hole) at.holes.push(hole);
  at.proved = { since: since ?? at.proved?.since ?? until, until, checkpoint };
}

function tell({ watchers }: Shelf, fresh: readonly LogEvent[]): void {
  for (const { query, listener } of watchers) {
    const events = fresh.filter(matcherOf(query));
    if (events.length > 0) listener({ events, leftOut: 0 });
  }
}

/** What was let go of is no hole: what is proved begins later. */
function beginAt(at: Shelf, moment: Date): void {
  const over = at.holes.filter(({ to }) => to <= moment);
  for (const hole of over) at.holes.splice(at.holes.indexOf(hole), 1);
  if (at.streamedSince && at.streamedSince < moment) at.streamedSince = moment;
  if (!at.proved || at.proved.since >= moment) return;
  const { until } = at.proved;
  at.proved = { ...at.proved, since: moment < until ? moment : until };
}

function drop(at: Shelf, which: (event: LogEvent) => boolean): number {
  const before = at.events.length;
  at.events = at.events.filter((event) => !which(event));
  return before - at.events.length;
}

function countsOf(events: readonly LogEvent[], of: Parameters<Archive["counts"]>[1]) {
  const counts = new Map<string, { hour: Date; type: string; cause: string; count: number }>();
  for (const event of events) {
    const hour = new Date(Math.floor(event.at.getTime() / HOUR) * HOUR);
    if (hour < of.from || hour >= of.to || !(of.types?.includes(event.type) ?? true)) continue;
    const { type } = event;
    const cause = causeOf(event);
    const key = [hour.getTime(), type, cause].join(" ");
    const known = counts.get(key) ?? { hour, type, cause, count: 0 };
    counts.set(key, { ...known, count: known.count + 1 });
  }
  return [...counts.values()];
}

function kindsOf(events: readonly LogEvent[]) {
  const kinds = new Map<string, Awaited<ReturnType<Archive["kinds"]>>[number]>();
  for (const event of events) {
    const { type, at, id } = event;
    const cause = causeOf(event);
    const known = kinds.get(`${type} ${cause}`);
    kinds.set(`${type} ${cause}`, {
      type,
      cause,
      first: at,
      last: known?.last ?? at,
      count: (known?.count ?? 0) + 1,
      example: known?.example ?? id,
    });
  }
  return [...kinds.values()];
}
