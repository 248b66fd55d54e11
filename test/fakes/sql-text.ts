import SqliteDatabase from "better-sqlite3";

/** A database as SQL text that makes it again, its values readable wherever they are text. */
export function sqlOf(file: string): string {
  const db = new SqliteDatabase(file, { readonly: true });
  try {
    const pragmas = ["application_id", "user_version"].map(
      (name) => `pragma ${name} = ${db.pragma(name, { simple: true })};`,
    );
    const parts = db
      .prepare("select type, name, sql from sqlite_schema where sql is not null order by rowid")
      .all() as readonly Part[];
    const virtual = parts.filter(isVirtual).map(({ name }) => name);
    const own = (name: string) => virtual.some((one) => name.startsWith(`${one}_`));
    const made = parts.filter((part) => !(own(part.name) || isOwn(part)));
    const tables = parts.filter((part) => part.type === "table" && !isVirtual(part));
    // SQLite's own counters last: they count what is inserted before.
    const filled = [...tables.filter((part) => !isOwn(part)), ...tables.filter(isOwn)];
    return [
      ...pragmas,
      ...made.filter((part) => !isTrigger(part)).map(({ sql }) => `${sql};`),
      ...filled.flatMap(({ name }) => rowsOf(db, name)),
      // They may forbid what came before.
      ...made.filter(isTrigger).map(({ sql }) => `${sql};`),
      "",
    ].join("\n");
  } finally {
    db.close();
  }
}

interface Part {
  readonly type: string;
  readonly name: string;
  readonly sql: string;
}

const isVirtual = ({ sql }: Part): boolean => /^create virtual table/i.test(sql);

const isTrigger = ({ type }: Part): boolean => type === "trigger";
const isOwn = ({ name }: Part): boolean => name.startsWith("sqlite_");

/** SQLite's own tables, and those of a virtual table, have rows as soon as they are made. */
function rowsOf(db: SqliteDatabase.Database, table: string): readonly string[] {
  const rows = db.prepare(`select * from "${table}"`).raw().all() as readonly unknown[][];
  const inserts = rows.map(
    (row) => `insert into "${table}" values (${row.map(written).join(", ")});`,
  );
  return [`delete from "${table}";`, ...inserts];
}

function written(value: unknown): string {
  if (value === null) return "null";
  if (Buffer.isBuffer(value)) return `x'${value.toString("hex")}'`;
  return typeof value === "string" ? `'${value.replaceAll("'", "''")}'` : String(value);
}

/** Makes the database again. */
export function makeFrom(sql: string, file: string): void {
  const db = new SqliteDatabase(file);
  try {
    // A virtual table's own tables are not to be written to otherwise.
    db.unsafeMode(true);
    db.exec(`begin; ${sql} commit;`);
  } finally {
    db.close();
  }
}
