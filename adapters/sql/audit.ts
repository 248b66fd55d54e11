import type { Audit, AuditEnds, AuditLink, AuditQuery } from "../../src/core/audit.ts";
import { chained } from "../../src/core/audit-chain.ts";
import { type AuditEntry, entryOf } from "../../src/core/audit-entry.ts";
import { fold } from "../../src/core/log-match.ts";
import type { AuditRow, Database, Work } from "./schema.ts";

export function createAudit(db: Database): Audit {
  return {
    append: (entries) => db.transaction().execute((work) => append(work, entries)),
    ends: () => endsIn(db),
    find: (query) => find(db, query),
    links: (after, limit) => links(db, after, limit),
    drop: (before, most) => db.transaction().execute((work) => drop(work, before, most)),
  };
}

async function endsIn(db: Database): Promise<AuditEnds> {
  const row = await db.selectFrom("audit_ends").selectAll().executeTakeFirstOrThrow();
  return {
    dropped: { number: row.dropped_number, hash: row.dropped_hash },
    head: { number: row.head_number, hash: row.head_hash },
  };
}

async function append(work: Work, entries: readonly AuditEntry[]): Promise<void> {
  const { head } = await endsIn(work);
  const records = chained(head, entries);
  const rows = records.map(({ text, ...record }, index) => ({
    ...record,
    entry: text,
    ...filedUnder(entries[index] as AuditEntry),
  }));
  if (rows.length > 0) await work.insertInto("audit").values(rows).execute();
  const about = entries.flatMap((entry, index) =>
    aboutOf(entry).map((digest) => ({ digest, number: records[index]?.number ?? 0 })),
  );
  if (about.length > 0) await work.insertInto("audit_about").values(about).execute();
  const { number, hash } = records.at(-1) ?? head;
  await work.updateTable("audit_ends").set({ head_number: number, head_hash: hash }).execute();
}

type Filed = Omit<AuditRow, "number" | "previous" | "hash" | "entry">;

/** By what an entry is found. */
const filedUnder = (entry: AuditEntry): Filed => ({
  at: entry.at.getTime(),
  kind: entry.kind,
  by_id: fold(entry.by?.id ?? ""),
  by_name: fold(entry.by?.name ?? ""),
  conversation: entry.in ?? "",
  command: entry.command ?? "",
  outcome: entry.outcome ?? "",
});

const aboutOf = ({ about = [] }: AuditEntry): readonly string[] => [...new Set(about)].sort();

async function find(db: Database, query: AuditQuery) {
  const { who, about, since, until, before, limit } = query;
  let asked = db
    .selectFrom("audit")
    .select(["number", "previous", "hash", "entry as text"])
    .orderBy("number", "desc")
    .limit(limit);
  if (before !== undefined) asked = asked.where("number", "<", before);
  if (since) asked = asked.where("at", ">=", since.getTime());
  if (until) asked = asked.where("at", "<", until.getTime());
  if (who) asked = asked.where((is) => is.or([is("by_id", "in", who), is("by_name", "in", who)]));
  if (about) {
    const found = db.selectFrom("audit_about").select("number").where("digest", "in", about);
    asked = asked.where("number", "in", found);
  }
  for (const [column, value] of same(query)) asked = asked.where(column, "=", value);
  return asked.execute();
}

const same = ({ kind, command, outcome, in: conversation }: AuditQuery) =>
  (
    [
      ["kind", kind],
      ["command", command],
      ["outcome", outcome],
      ["conversation", conversation],
    ] as const
  ).flatMap(([column, value]) => (value === undefined ? [] : [[column, value] as const]));

async function links(db: Database, after: number, limit: number): Promise<readonly AuditLink[]> {
  const rows = await db
    .selectFrom("audit")
    .selectAll()
    .where("number", ">", after)
    .orderBy("number")
    .limit(limit)
    .execute();
  const filed = await aboutBetween(db, after, rows.at(-1)?.number ?? after);
  return rows.map(({ number, previous, hash, entry, ...under }) => {
    const misfiled = isMisfiled(entryOf(entry), under, filed.get(number) ?? []);
    return { number, previous, hash, text: entry, misfiled };
  });
}

/** The digests of each entry. */
async function aboutBetween(db: Database, after: number, last: number) {
  const rows = await db
    .selectFrom("audit_about")
    .selectAll()
    .where("number", ">", after)
    .where("number", "<=", last)
    .execute();
  const filed = new Map<number, string[]>();
  for (const { number, digest } of rows) {
    filed.set(number, [...(filed.get(number) ?? []), digest]);
  }
  return filed;
}

function isMisfiled(
  entry: AuditEntry | undefined,
  under: Filed,
  about: readonly string[],
): boolean {
  if (!entry) return true;
  const right: Readonly<Record<string, unknown>> = { ...filedUnder(entry) };
  return (
    Object.entries(under).some(([column, value]) => right[column] !== value) ||
    aboutOf(entry).join() !== [...about].sort().join()
  );
}

async function drop(work: Work, before: Date, most: number): Promise<number> {
  const { dropped, head } = await endsIn(work);
  const kept = await work
    .selectFrom("audit")
    .select(({ fn }) => fn.min("number").as("number"))
    .where("at", ">=", before.getTime())
    .executeTakeFirst();
  const last = Math.min((kept?.number ?? head.number + 1) - 1, dropped.number + most);
  const end = await work
    .selectFrom("audit")
    .select(["number", "hash"])
    .where("number", "<=", last)
    .orderBy("number", "desc")
    .executeTakeFirst();
  if (!end || end.number <= dropped.number) return 0;
  // First where the trail begins from now on: nothing behind it can be removed.
  const now = { dropped_number: end.number, dropped_hash: end.hash };
  await work.updateTable("audit_ends").set(now).execute();
  await work.deleteFrom("audit_about").where("number", "<=", end.number).execute();
  const gone = await work.deleteFrom("audit").where("number", "<=", end.number).executeTakeFirst();
  return Number(gone.numDeletedRows);
}
