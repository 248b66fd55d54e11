import type SqliteDatabase from "better-sqlite3";
import type { Archive, HourCount, KnownKind } from "../../src/core/archive.ts";
import { HOUR } from "../../src/core/clock.ts";
import { causeOf } from "../../src/core/log-cause.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { type CountNames, createCountNames } from "./sqlite-archive-count-names.ts";
import { createTaking } from "./sqlite-archive-count-taking.ts";

/** How many of what, by the hour and over all. Within a transaction, where it changes. */
export interface CountRows {
  add(tenant: number, events: readonly LogEvent[]): void;
  /** Takes away what is removed. */
  remove(tenant: number, events: readonly LogEvent[]): void;
  /** Where the kind's example was removed. */
  replaceExample(tenant: number, kind: KnownKind, newest: LogEvent): void;
  hours(tenant: number, of: Parameters<Archive["counts"]>[1]): readonly HourCount[];
  kinds(tenant: number): readonly KnownKind[];
}

interface Tally {
  readonly hour: number;
  readonly type: string;
  readonly cause: string;
  first: LogEvent;
  last: LogEvent;
  events: number;
}

export const createCountRows = (db: SqliteDatabase.Database): CountRows => {
  const names = createCountNames(db);
  const replace = db.prepare(
    "update kinds set example = ?, last_at = ? where tenant = ? and type = ? and cause = ?",
  );
  return {
    add: createAdding(db, names),
    remove: createTaking(db, tallied),
    replaceExample: (tenant, { type, cause }, { id, at }) =>
      void replace.run(id, at.getTime(), tenant, type, cause),
    ...createReading(db),
  };
};

function createAdding(db: SqliteDatabase.Database, names: CountNames): CountRows["add"] {
  const addHour = db.prepare(
    `insert into counts values (@tenant, @hour, @type, @cause, @events)
       on conflict do update set events = events + excluded.events`,
  );
  const addKind = db.prepare(
    `insert into kinds values (@tenant, @type, @cause, @first, @last, @events, @example)
       on conflict do update set events = events + excluded.events,
         first_at = min(first_at, excluded.first_at),
         example = iif((excluded.last_at, excluded.example) > (last_at, example),
           excluded.example, example),
         last_at = max(last_at, excluded.last_at)`,
  );
  return (tenant, events) => {
    const named = names.forNew(tenant);
    for (const { hour, type, cause, first, last, events: count } of tallied(events)) {
      const key = { tenant, ...named({ type, cause }), events: count };
      addHour.run({ ...key, hour });
      const [from, to] = [first.at.getTime(), last.at.getTime()];
      addKind.run({ ...key, first: from, last: to, example: last.id });
    }
  };
}

function createReading(db: SqliteDatabase.Database): Pick<CountRows, "hours" | "kinds"> {
  // A month has tens of thousands of them: as bare rows they are read in two thirds of the time.
  const hours = db
    .prepare(
      `select hour, type, cause, events from counts
         where tenant = @tenant and hour >= @from and hour < @to
           and (@types is null or type in (select value from json_each(@types)))`,
    )
    .raw();
  const kinds = db.prepare("select * from kinds where tenant = ?");
  return {
    hours(tenant, { from, to, types }) {
      const stretch = { from: from.getTime(), to: to.getTime() };
      const only = types ? JSON.stringify(types) : null;
      let hour = new Date(Number.NaN);
      return (hours.all({ tenant, ...stretch, types: only }) as HourRow[]).map(
        ([at, type, cause, count]) => {
          if (hour.getTime() !== at) hour = new Date(at);
          return { hour, type, cause, count };
        },
      );
    },
    kinds: (tenant) => (kinds.all(tenant) as KindRow[]).map(kindOf),
  };
}

const kindOf = ({ type, cause, first_at, last_at, events, example }: KindRow): KnownKind => ({
  type,
  cause,
  first: new Date(first_at),
  last: new Date(last_at),
  count: events,
  example,
});

type HourRow = readonly [hour: number, type: string, cause: string, events: number];

interface KindRow {
  readonly type: string;
  readonly cause: string;
  readonly first_at: number;
  readonly last_at: number;
  readonly events: number;
  readonly example: string;
}

/** A commit's events, those of one hour and kind together. */
function tallied(events: readonly LogEvent[]): Iterable<Tally> {
  const tallies = new Map<string, Tally>();
  for (const event of events) {
    const { at, type } = event;
    const hour = Math.floor(at.getTime() / HOUR) * HOUR;
    const cause = causeOf(event);
    const key = `${hour} ${type.length} ${type}${cause}`;
    const tally = tallies.get(key);
    if (!tally) tallies.set(key, { hour, type, cause, first: event, last: event, events: 1 });
    else {
      tally.events += 1;
      if (at < tally.first.at) tally.first = event;
      if (isNewer(event, tally.last)) tally.last = event;
    }
  }
  return tallies.values();
}

const isNewer = (one: LogEvent, other: LogEvent): boolean =>
  one.at > other.at || (one.at.getTime() === other.at.getTime() && one.id > other.id);
