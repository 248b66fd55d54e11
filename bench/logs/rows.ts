import SqliteDatabase from "better-sqlite3";
import type { LogTerm } from "../../src/core/log-query.ts";
import { batchesOf, type LinesFile } from "./lines.ts";
import type { MadeEvent } from "./maker.ts";
import type { Answered, Question } from "./questions.ts";

/** A plain design of one row for each event. */
export interface RowDesign {
  readonly name: string;
  readonly schema: string;
  readonly insert: string;
  values(event: MadeEvent, line: string): readonly unknown[];
  /** What stands for a field of the event in SQL. */
  column(field: string): string;
}

/** The event's JSON, with an index of its time. */
export const oneRow: RowDesign = {
  name: "one row of JSON",
  schema: `create table events (id text not null unique, at integer not null, json text not null);
    create index by_time on events (at);`,
  insert: "insert into events values (?, ?, ?)",
  values: (event, line) => [event.log_id, Date.parse(event.date), line],
  column: (field) => `json_extract(json, '$.${field}')`,
};

const fields = ["type", "client_id", "user_id", "user_name", "ip", "description"] as const;
const indexed = ["type", "client_id", "user_id", "user_name", "ip"];

/** A column for each field that is asked about, an index for each, and the JSON. */
export const columns: RowDesign = {
  name: "indexed columns",
  schema: `create table events (id text not null unique, at integer not null, ${fields.join(" text, ")} text, json text not null);
    create index by_time on events (at);
    ${indexed.map((field) => `create index by_${field} on events (${field}, at);`).join("\n")}`,
  insert: `insert into events values (${["?", "?", ...fields.map(() => "?"), "?"].join(", ")})`,
  values: (event, line) => [
    event.log_id,
    Date.parse(event.date),
    ...fields.map((field) => event[field] ?? null),
    line,
  ],
  column: (field) => field,
};

const perCommit = 500;

/** Fills a database of that design. @returns the seconds it took. */
export async function fillRows(design: RowDesign, file: string, lines: LinesFile): Promise<number> {
  const db = open(file);
  db.exec(design.schema);
  const insert = db.prepare(design.insert);
  const begun = performance.now();
  for await (const batch of batchesOf(lines.file, perCommit)) {
    db.transaction(() => {
      for (const line of batch.toString().split("\n")) {
        if (line !== "") insert.run(...design.values(JSON.parse(line) as MadeEvent, line));
      }
    })();
  }
  db.close();
  return (performance.now() - begun) / 1000;
}

function open(file: string): SqliteDatabase.Database {
  const db = new SqliteDatabase(file);
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  return db;
}

export function openRows(design: RowDesign, file: string) {
  const db = open(file);
  return {
    answer: async (question: Question): Promise<Answered> =>
      question.kind === "counts" ? countsOf(db, design, question) : find(db, design, question),
    close: () => void db.close(),
  };
}

function countsOf(
  db: SqliteDatabase.Database,
  { column }: RowDesign,
  { from, to }: Extract<Question, { kind: "counts" }>,
): Answered {
  const rows = db
    .prepare(
      `select at / 3600000 * 3600000 as hour, ${column("type")} as type, count(*) as count
       from events where at >= ? and at < ? group by 1, 2`,
    )
    .all(from.getTime(), to.getTime()) as { hour: number; type: string; count: number }[];
  return new Map(rows.map(({ hour, type, count }) => [`${hour} ${type}`, count]));
}

function find(
  db: SqliteDatabase.Database,
  design: RowDesign,
  question: Exclude<Question, { kind: "counts" }>,
): Answered {
  const { query, limit } = question;
  const tests = query.terms.map((term) => testOf(term, design));
  const skip = question.kind === "page" ? question.skip : 0;
  const rows = db
    .prepare(
      `select id, json from events where at >= ? and ${tests.map(({ sql }) => sql).join(" and ")}
       order by at desc, id desc limit ${limit} offset ${skip}`,
    )
    .all(query.since?.getTime() ?? 0, ...tests.flatMap(({ values }) => values)) as {
    id: string;
    json: string;
  }[];
  // Whoever is answered gets events, not rows.
  return rows.map(({ json }) => (JSON.parse(json) as MadeEvent).log_id);
}

const columnsOf: Readonly<Record<string, readonly string[]>> = {
  user: ["user_name"],
  client: ["client_id"],
};

function testOf({ field, values }: LogTerm, { column }: RowDesign) {
  if (field === "text") {
    return { sql: `${column("description")} like ?`, values: [`%${values[0]}%`] };
  }
  const marks = values.map(() => "?").join(", ");
  const [name = field] = columnsOf[field] ?? [];
  return { sql: `${column(name)} in (${marks})`, values };
}
