import { sql } from "kysely";
import type { AuditQuery, AuditRecord } from "../../src/core/audit.ts";
import type { Database } from "./schema.ts";

/** What is asked of one column each. */
type Wanted = readonly (readonly [Column, string])[];
type Column = "kind" | "by_id" | "by_name" | "conversation" | "command" | "outcome";

/** Newest first. However long the trail is, only what may be shown is looked at, and numbers in indexes. */
export async function findEntries(db: Database, query: AuditQuery): Promise<AuditRecord[]> {
  const { who, limit } = query;
  const span = await spanOf(db, query);
  if (!span) return [];
  const wanted = wantedOf(query);
  if (!who) return newest(db, query, { span, wanted });
  // One question each, since an index answers no "or" in order: the newest of each are the newest of all.
  const names = who.flatMap((name) => [["by_id", name] as const, ["by_name", name] as const]);
  const found = new Map<number, AuditRecord>();
  for (const name of names) {
    const theirs = await newest(db, query, { span, wanted: [...wanted, name] });
    for (const record of theirs) found.set(record.number, record);
  }
  return [...found.values()].sort((one, other) => other.number - one.number).slice(0, limit);
}

const wantedOf = ({ kind, command, outcome, in: conversation }: AuditQuery): Wanted =>
  (
    [
      ["kind", kind],
      ["command", command],
      ["outcome", outcome],
      ["conversation", conversation],
    ] as const
  ).flatMap(([column, value]) => (value === undefined ? [] : [[column, value] as const]));

interface Span {
  readonly from?: number;
  readonly to?: number;
}

/** Between which numbers the time lies that is asked about; undefined where nothing does. */
async function spanOf(db: Database, { since, until }: AuditQuery): Promise<Span | undefined> {
  const from = since && (await end(db, "min", [">=", since]));
  const to = until && (await end(db, "max", ["<", until]));
  if ((since && from === undefined) || (until && to === undefined)) return undefined;
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** By the index of times alone: asked for the number itself, an engine would go through the entries in their order. */
async function end(
  db: Database,
  which: "min" | "max",
  [than, time]: readonly [">=" | "<", Date],
): Promise<number | undefined> {
  const first = sql<number | null>`${sql.raw(which)}(number + 0)`.as("number");
  const row = await db
    .selectFrom("audit")
    .select(first)
    .where("at", than, time.getTime())
    .executeTakeFirst();
  return row?.number ?? undefined;
}

function newest(
  db: Database,
  { about, since, until, before, limit }: AuditQuery,
  { span, wanted }: { span: Span; wanted: Wanted },
): Promise<AuditRecord[]> {
  let asked = db
    .selectFrom("audit")
    .select(["number", "previous", "hash", "entry as text"])
    .orderBy("number", "desc")
    .limit(limit);
  if (before !== undefined) asked = asked.where("number", "<", before);
  if (span.from !== undefined) asked = asked.where("number", ">=", span.from);
  if (span.to !== undefined) asked = asked.where("number", "<=", span.to);
  // Entries are nearly in the order of their times. Not by the index: what it finds would have to be sorted.
  if (since) asked = asked.where(sql<boolean>`at + 0 >= ${since.getTime()}`);
  if (until) asked = asked.where(sql<boolean>`at + 0 < ${until.getTime()}`);
  if (about) {
    const found = db.selectFrom("audit_about").select("number").where("digest", "in", about);
    asked = asked.where("number", "in", found);
  }
  for (const [column, value] of wanted) asked = asked.where(column, "=", value);
  return asked.execute();
}
