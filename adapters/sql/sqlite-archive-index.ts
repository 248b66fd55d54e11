import type SqliteDatabase from "better-sqlite3";
import type { LogQuery } from "../../src/core/log-query.ts";
import { hashOf } from "./sqlite-archive-keys.ts";
import { needsOf } from "./sqlite-archive-terms.ts";

/** Which segments may hold what is asked for. */
export interface TermIndex {
  add(tenant: number, segment: number, terms: ReadonlySet<string>): void;
  remove(segment: number): void;
  /** Clears away a piece of what removed segments have left in it; false when there is nothing of them any more. */
  purge(): boolean;
  /** Of the segments with these numbers (both ends inclusive), the others hold nothing of it. Undefined where any may. */
  candidates(
    tenant: number,
    query: LogQuery,
    among?: readonly [number, number],
  ): ReadonlySet<number> | undefined;
}

/** Where FTS5 notes which rows are removed, until it writes the others anew without them. */
const tombstones = 2 ** 53;
/** Pages that are written anew at once: some ten milliseconds of work. */
const piece = 64;

/** `salt`: the archive's own, so that terms cannot be looked up in a list made elsewhere. */
export function createTermIndex(db: SqliteDatabase.Database, salt: number): TermIndex {
  const insert = db.prepare("insert into terms (rowid, body) values (?, ?)");
  const drop = db.prepare("delete from terms where rowid = ?");
  const find = db
    .prepare("select rowid from terms where terms match ? and rowid between ? and ?")
    .pluck();
  const left = db
    .prepare(`select exists (select 1 from terms_data where id >= ${tombstones})`)
    .pluck();
  const merge = db.prepare("insert into terms (terms, rank) values ('merge', ?)");
  const changes = db.prepare("select total_changes()").pluck();
  const mergeSome = (pages: number): boolean => {
    const before = changes.get() as number;
    merge.run(pages);
    return (changes.get() as number) - before >= 2;
  };
  let purging = false;
  const coded = (tenant: number) => (term: string) => codeOf(`${tenant} ${term}`, salt);
  return {
    add: (tenant, segment, terms) =>
      void insert.run(segment, Array.from(terms, coded(tenant)).join(" ")),
    remove: (segment) => void drop.run(segment),
    purge() {
      if (!purging && left.get() === 0) return false;
      // A negative number puts all there is together anew; a positive one goes on with that.
      purging = mergeSome(purging ? piece : -piece);
      return purging;
    },
    candidates(tenant, query, [first, last] = [0, Number.MAX_SAFE_INTEGER]) {
      const needs = needsOf(query);
      if (needs.length === 0) return undefined;
      const code = coded(tenant);
      const all = needs.map((any) => `(${any.map((each) => allOf(each, code)).join(" OR ")})`);
      return new Set(find.all(all.join(" AND "), BigInt(first), BigInt(last)) as number[]);
    },
  };
}

const allOf = (terms: readonly string[], code: (term: string) => string): string =>
  `(${terms.map(code).join(" AND ")})`;

/** Eight letters or digits. Two terms may share them: then a segment is looked through in vain. */
function codeOf(term: string, salt: number): string {
  const [one, other] = hashOf(term, salt);
  const [high, low] = [one >>> 12, ((one & 0xfff) << 8) | (other & 0xff)];
  return twoDigits(high >>> 10) + twoDigits(high) + twoDigits(low >>> 10) + twoDigits(low);
}

/** Dozens of terms come with each event: to write so large a number out digit by digit is slow. */
const pairs = Array.from({ length: 1024 }, (_, pair) => pair.toString(32).padStart(2, "0"));
const twoDigits = (number: number): string => pairs[number & 1023] ?? "";
