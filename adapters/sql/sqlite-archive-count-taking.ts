import type SqliteDatabase from "better-sqlite3";
import type { LogEvent } from "../../src/core/log-event.ts";
import { otherTypes } from "../../src/core/log-types/index.ts";
import { type CountedAs, otherCause } from "./sqlite-archive-count-names.ts";

/** Events of one hour and kind. */
interface Some extends CountedAs {
  readonly hour: number;
  readonly events: number;
}

interface Row extends CountedAs {
  readonly events: number;
}

/**
 * Takes away from the counts what is removed. An earlier version may have counted it under another cause, and so may this one,
 * when it had no room: what is not found under its own is taken from others of its type and hour. So the counts of each type and
 * hour are always right, and when all of an hour is gone, nothing of it is left.
 */
export function createTaking(
  db: SqliteDatabase.Database,
  tallied: (events: readonly LogEvent[]) => Iterable<Some>,
): (tenant: number, events: readonly LogEvent[]) => void {
  const find = db.prepare(
    `select type, cause, events from counts
       where tenant = ? and hour = ? and type in (?, '${otherTypes}') order by events desc`,
  );
  const takeHour = db.prepare(
    `update counts set events = events - @events
       where tenant = @tenant and hour = @hour and type = @type and cause = @cause`,
  );
  const takeKind = db.prepare(
    `update kinds set events = events - @events
       where tenant = @tenant and type = @type and cause = @cause`,
  );
  const clean = ["counts", "kinds"].map((table) =>
    db.prepare(`delete from ${table} where tenant = ? and events <= 0`),
  );
  return (tenant, events) => {
    for (const some of tallied(events)) {
      const { hour, type } = some;
      for (const part of partsOf(some, find.all(tenant, hour, type) as Row[])) {
        takeHour.run({ tenant, hour, ...part });
        takeKind.run({ tenant, ...part });
      }
    }
    for (const statement of clean) statement.run(tenant);
  };
}

/** What is taken from each of the rows. */
function partsOf(some: Some, rows: readonly Row[]): readonly Row[] {
  let left = some.events;
  return rows
    .toSorted((one, other) => farFrom(some, one) - farFrom(some, other))
    .map((row) => {
      const events = Math.max(0, Math.min(left, row.events));
      left -= events;
      return { ...row, events };
    })
    .filter(({ events }) => events > 0);
}

/** How unlikely it is that something was counted there. */
function farFrom({ type, cause }: CountedAs, row: CountedAs): number {
  if (row.type !== type) return 3;
  if (row.cause === cause) return 0;
  return row.cause === otherCause ? 1 : 2;
}
