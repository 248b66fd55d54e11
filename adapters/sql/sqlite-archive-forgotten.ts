import { createHmac, randomBytes } from "node:crypto";
import type SqliteDatabase from "better-sqlite3";
import { DAY } from "../../src/core/clock.ts";
import type { LogEvent } from "../../src/core/log-event.ts";
import { fold } from "../../src/core/log-match.ts";
import { personsIn } from "../../src/core/log-persons.ts";

/** Auth0 keeps a log for thirty days at most, so older events do not come in any more. */
const keptMs = 31 * DAY;

/**
 * Who was forgotten, and when: while Auth0 still has events of the time before, the reader or the stream may bring some that
 * were not here then.
 */
export interface Forgotten {
  /** From now on. Within a transaction. */
  add(tenant: number, names: readonly string[], now: Date): void;
  /** Whether an event that comes in only now is of the time before and names somebody. Within a transaction. */
  has(tenant: number, event: LogEvent, now: Date): boolean;
}

interface Row {
  readonly tenant: number;
  readonly before_at: number;
  readonly mark: Buffer;
}

/** Those of one tenant: by mark, up to when events are not kept; and the first and the last of those moments. */
interface Marks {
  readonly until: ReadonlyMap<string, number>;
  readonly first: number;
  readonly last: number;
}

export function createForgotten(db: SqliteDatabase.Database): Forgotten {
  const salt = saltOf(db);
  const insert = db.prepare(
    `insert into forgotten (tenant, mark, before_at) values (?, ?, ?)
       on conflict do update set before_at = max(before_at, excluded.before_at)`,
  );
  const drop = db.prepare("delete from forgotten where before_at < ?");
  const all = db.prepare("select tenant, mark, before_at from forgotten");
  const markOf = (name: string): Buffer =>
    createHmac("sha256", salt).update(fold(name)).digest().subarray(0, 16);
  let byTenant = marksIn(all.all() as readonly Row[]);

  /** Those for which an event may still come in. */
  function marksFor(tenant: number, now: Date): Marks | undefined {
    const over = now.getTime() - keptMs;
    if ((byTenant.get(tenant)?.first ?? over) < over) {
      drop.run(over);
      byTenant = marksIn(all.all() as readonly Row[]);
    }
    return byTenant.get(tenant);
  }

  return {
    add(tenant, names, now) {
      for (const name of names) insert.run(tenant, markOf(name), now.getTime());
      byTenant = marksIn(all.all() as readonly Row[]);
    },
    has(tenant, event, now) {
      const marks = marksFor(tenant, now);
      const at = event.at.getTime();
      // What happens from now on is told apart by its time alone: looking inside takes longer than all the rest.
      if (!marks || at > marks.last) return false;
      return [...personsIn(event)].some((name) => {
        const until = marks.until.get(markOf(name).toString("hex"));
        return until !== undefined && at <= until;
      });
    },
  };
}

function marksIn(rows: readonly Row[]): ReadonlyMap<number, Marks> {
  const tenants = new Set(rows.map(({ tenant }) => tenant));
  const of = (wanted: number): Marks => {
    const theirs = rows.filter(({ tenant }) => tenant === wanted);
    const ends = theirs.map(({ before_at }) => before_at).sort((one, other) => one - other);
    return {
      until: new Map(theirs.map(({ mark, before_at }) => [mark.toString("hex"), before_at])),
      first: ends[0] ?? 0,
      last: ends.at(-1) ?? 0,
    };
  };
  return new Map([...tenants].map((tenant) => [tenant, of(tenant)]));
}

/** Made once for each archive, so that the same name has another mark in any other. */
function saltOf(db: SqliteDatabase.Database): Buffer {
  const made = randomBytes(16).toString("hex");
  db.prepare("insert or ignore into meta values ('forgotten', ?)").run(made);
  const kept = db.prepare("select value from meta where name = 'forgotten'").pluck().get();
  return Buffer.from(String(kept), "hex");
}
