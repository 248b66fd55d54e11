import type SqliteDatabase from "better-sqlite3";
import type { Coverage, Hole, LogWay, Proof } from "../../src/core/archive.ts";
import type { LogEvent } from "../../src/core/log-event.ts";

/** A tenant's row: its number, and what is known of its log as a whole. */
export interface TenantRows {
  /** Undefined for one of which nothing was ever heard. */
  numberOf(name: string): number | undefined;
  /** Begins one. Within a transaction. */
  begin(name: string): number;
  heard(tenant: number, way: LogWay, now: Date, fresh: readonly LogEvent[]): void;
  prove(tenant: number, proof: Proof): void;
  change(tenant: number, events: number): void;
  /** Nothing older is here any more: what is proved begins there, and holes before it are over. */
  beginAt(tenant: number, at: Date): void;
  coverage(name: string): Coverage;
  events(): number;
  /** Of whom there are any. */
  names(): readonly string[];
}

interface Row {
  readonly tenant: number;
  readonly events: number;
  readonly recovered: number;
  readonly streamed_since: number | null;
  readonly stream_at: number | null;
  readonly reader_at: number | null;
  readonly since_at: number | null;
  readonly until_at: number | null;
  readonly checkpoint: string | null;
}

export function createTenantRows(db: SqliteDatabase.Database): TenantRows {
  const find = db.prepare("select tenant from tenants where name = ?").pluck();
  const insert = db.prepare("insert into tenants (name) values (?)");
  const read = db.prepare("select * from tenants where name = ?");
  const since = db.prepare("select streamed_since from tenants where tenant = ?").pluck();
  const hear = {
    stream: db.prepare(
      `update tenants set stream_at = @now, streamed_since = coalesce(streamed_since, @now),
         events = events + @fresh where tenant = @tenant`,
    ),
    reader: db.prepare(
      `update tenants set reader_at = @now, events = events + @fresh,
         recovered = recovered + @lost where tenant = @tenant`,
    ),
  };
  function heard(tenant: number, way: LogWay, now: Date, fresh: readonly LogEvent[]): void {
    const streamed = way === "reader" ? (since.get(tenant) as number | null) : null;
    const lost = streamed === null ? [] : fresh.filter(({ at }) => at.getTime() >= streamed);
    hear[way].run({ tenant, now: now.getTime(), fresh: fresh.length, lost: lost.length });
  }

  const prove = db.prepare(
    `update tenants set since_at = coalesce(@since, since_at, @until), until_at = @until,
       checkpoint = @checkpoint where tenant = @tenant`,
  );
  const addHole = db.prepare("insert into holes values (@tenant, @from, @to, @why, @foundAt)");
  const holes = db.prepare("select * from holes where tenant = ? order by from_at");
  const end = (which: "min" | "max") =>
    db
      .prepare(
        `select ${which}(at) from (select ${which}(at) at from recent where tenant = @tenant
           union all select ${which}(${which}_at) from segments where tenant = @tenant)`,
      )
      .pluck();
  const [first, last] = [end("min"), end("max")];
  return {
    numberOf: (name) => find.get(name) as number | undefined,
    begin: (name) => Number(insert.run(name).lastInsertRowid),
    heard,
    ...createShrinking(db),
    ...createSums(db),
    prove(tenant, { checkpoint, until, since, hole }) {
      prove.run({ tenant, checkpoint, until: until.getTime(), since: since?.getTime() ?? null });
      if (hole) addHole.run({ tenant, ...holeRow(hole) });
    },
    coverage(name) {
      const row = read.get(name) as Row | undefined;
      if (!row) return { events: 0, holes: [], heard: {}, recovered: 0 };
      const { tenant } = row;
      return {
        events: row.events,
        ...timed("oldest", first.get({ tenant })),
        ...timed("newest", last.get({ tenant })),
        ...provedIn(row),
        holes: (holes.all(tenant) as HoleRow[]).map(holeOf),
        ...timed("streamedSince", row.streamed_since),
        heard: { ...timed("stream", row.stream_at), ...timed("reader", row.reader_at) },
        recovered: row.recovered,
      };
    },
  };
}

function createSums(db: SqliteDatabase.Database): Pick<TenantRows, "events" | "names"> {
  const all = db.prepare("select coalesce(sum(events), 0) from tenants").pluck();
  const names = db.prepare("select name from tenants where events > 0 order by name").pluck();
  return { events: () => all.get() as number, names: () => names.all() as string[] };
}

function createShrinking(db: SqliteDatabase.Database): Pick<TenantRows, "change" | "beginAt"> {
  const change = db.prepare("update tenants set events = events + ? where tenant = ?");
  const begins = db.prepare(
    `update tenants set since_at = min(@at, until_at)
       where tenant = @tenant and since_at < min(@at, until_at)`,
  );
  const streams = db.prepare(
    "update tenants set streamed_since = @at where tenant = @tenant and streamed_since < @at",
  );
  const overHoles = db.prepare("delete from holes where tenant = @tenant and to_at <= @at");
  return {
    change: (tenant, events) => void change.run(events, tenant),
    beginAt(tenant, at) {
      begins.run({ tenant, at: at.getTime() });
      streams.run({ tenant, at: at.getTime() });
      overHoles.run({ tenant, at: at.getTime() });
    },
  };
}

interface HoleRow {
  readonly from_at: number;
  readonly to_at: number;
  readonly why: string;
  readonly found_at: number;
}

const holeRow = ({ from, to, why, foundAt }: Hole) => ({
  from: from.getTime(),
  to: to.getTime(),
  why,
  foundAt: foundAt.getTime(),
});

const holeOf = ({ from_at, to_at, why, found_at }: HoleRow): Hole => ({
  from: new Date(from_at),
  to: new Date(to_at),
  why,
  foundAt: new Date(found_at),
});

const timed = <Name extends string>(name: Name, at: unknown): { [Key in Name]?: Date } =>
  typeof at === "number" ? ({ [name]: new Date(at) } as { [Key in Name]: Date }) : {};

function provedIn({ since_at, until_at, checkpoint }: Row): Pick<Coverage, "proved"> {
  if (since_at === null || until_at === null || checkpoint === null) return {};
  return { proved: { since: new Date(since_at), until: new Date(until_at), checkpoint } };
}
