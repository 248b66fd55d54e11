import type { Audit, AuditDropped, AuditEnds, AuditLink, AuditMark } from "../../src/core/audit.ts";
import { chained } from "../../src/core/audit-chain.ts";
import { type AuditEntry, entryOf } from "../../src/core/audit-entry.ts";
import { fold } from "../../src/core/log-match.ts";
import { oneByOne } from "../../src/core/one-by-one.ts";
import { findEntries } from "./audit-find.ts";
import type { Engine } from "./engine.ts";
import type { AuditRow, Database, Work } from "./schema.ts";

export function createAudit({ db, together }: Pick<Engine, "db" | "together">): Audit {
  const inTurn = oneByOne();
  return {
    append: (entries) => inTurn(() => append(entries, { db, together })),
    ends: () => endsIn(db),
    find: (query) => findEntries(db, query),
    links: (after, limit) => links(db, after, limit),
    drop: (which, saying) => db.transaction().execute((work) => drop(work, which, saying)),
  };
}

async function endsIn(db: Database): Promise<AuditEnds> {
  const row = await db
    .selectFrom("audit_ends")
    .selectAll()
    .where("id", "=", 1)
    .executeTakeFirstOrThrow();
  return {
    dropped: { number: row.dropped_number, hash: row.dropped_hash },
    head: { number: row.head_number, hash: row.head_hash },
  };
}

/** Whoever finds others faster as often as this is told so. Those are other processes: in this one each waits its turn. */
const mostTries = 20;

/** A line waits for it before it is answered, so it goes there and back once. Where somebody else was faster, again. */
async function append(
  entries: readonly AuditEntry[],
  { db, together }: Pick<Engine, "db" | "together">,
): Promise<void> {
  for (let left = mostTries; ; left -= 1) {
    const { head } = await endsIn(db);
    try {
      return await together(additions(db, head, entries));
    } catch (error) {
      const now = await endsIn(db);
      if (left <= 1 || now.head.number === head.number) throw error;
    }
  }
}

/** What writes these entries behind the last one. */
function additions(db: Database | Work, head: AuditMark, entries: readonly AuditEntry[]) {
  const records = chained(head, entries);
  const rows = records.map(({ text, ...record }, index) => ({
    ...record,
    entry: text,
    ...filedUnder(entries[index] as AuditEntry),
  }));
  const about = entries.flatMap((entry, index) =>
    aboutOf(entry).map((digest) => ({ digest, number: records[index]?.number ?? 0 })),
  );
  const { number, hash } = records.at(-1) ?? head;
  return [
    ...(rows.length > 0 ? [db.insertInto("audit").values(rows)] : []),
    ...(about.length > 0 ? [db.insertInto("audit_about").values(about)] : []),
    db.updateTable("audit_ends").set({ head_number: number, head_hash: hash }),
  ];
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

/** The entries that go are the oldest, as far as all of them are old. */
async function drop(
  work: Work,
  { before, most }: { before: Date; most: number },
  saying: (dropped: AuditDropped) => AuditEntry,
): Promise<number> {
  const { dropped, head } = await endsIn(work);
  const oldest = await work
    .selectFrom("audit")
    .select(["number", "hash", "at"])
    .where("number", ">", dropped.number)
    .orderBy("number")
    .limit(most)
    .execute();
  const young = oldest.findIndex(({ at }) => at >= before.getTime());
  const going = young < 0 ? oldest : oldest.slice(0, young);
  const last = going.at(-1);
  if (!last) return 0;
  const { number, hash } = last;
  const said = saying({ entries: going.length, last: { number, hash } });
  for (const addition of additions(work, head, [said])) await addition.execute();
  // First where the trail begins from now on: nothing behind it can be removed.
  await work
    .updateTable("audit_ends")
    .set({ dropped_number: number, dropped_hash: hash })
    .execute();
  await work.deleteFrom("audit_about").where("number", "<=", number).execute();
  await work.deleteFrom("audit").where("number", "<=", number).execute();
  return going.length;
}
