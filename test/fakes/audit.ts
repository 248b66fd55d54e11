import type { Audit, AuditEnds, AuditLink, AuditQuery } from "../../src/core/audit.ts";
import { beginning, chained } from "../../src/core/audit-chain.ts";
import { type AuditEntry, entryOf } from "../../src/core/audit-entry.ts";
import { fold } from "../../src/core/log-match.ts";

/** A trail in memory, which anybody can tamper with. */
export interface FakeAudit extends Audit {
  links: Audit["links"];
  /** Oldest first. */
  kept: AuditLink[];
  at: AuditEnds;
  /** Nothing can be written until it is called with nothing. */
  breaks(error?: Error): void;
  /** How many entries each transaction had. */
  readonly transactions: number[];
  entries(): readonly AuditEntry[];
}

export function fakeAudit(): FakeAudit {
  let broken: Error | undefined;
  const fake: FakeAudit = {
    kept: [],
    at: { dropped: beginning, head: beginning },
    transactions: [],
    breaks(error) {
      broken = error;
    },
    entries: () => fake.kept.flatMap(({ text }) => entryOf(text) ?? []),
    async append(entries) {
      await turn();
      if (broken) throw broken;
      fake.transactions.push(entries.length);
      const records = chained(fake.at.head, entries);
      fake.kept.push(...records.map((record) => ({ ...record, misfiled: false })));
      const { number, hash } = records.at(-1) ?? fake.at.head;
      fake.at = { ...fake.at, head: { number, hash } };
    },
    async ends() {
      await turn();
      return fake.at;
    },
    async find(query) {
      await turn();
      return fake.kept
        .filter(({ number, text }) => fits(number, entryOf(text), query))
        .toSorted((one, other) => other.number - one.number)
        .slice(0, query.limit);
    },
    async links(after, limit) {
      await turn();
      const later = fake.kept.filter(({ number }) => number > after);
      return later.toSorted((one, other) => one.number - other.number).slice(0, limit);
    },
    async drop({ before, most }, saying) {
      const old = fake.kept.findIndex(({ text }) => (entryOf(text)?.at ?? before) >= before);
      const gone = fake.kept.slice(0, Math.min(old < 0 ? fake.kept.length : old, most));
      const last = gone.at(-1);
      if (!last) return 0;
      const dropped = { number: last.number, hash: last.hash };
      await fake.append([saying({ entries: gone.length, last: dropped })]);
      fake.kept = fake.kept.filter(({ number }) => number > last.number);
      fake.at = { ...fake.at, dropped };
      return gone.length;
    },
  };
  return fake;
}

function fits(number: number, entry: AuditEntry | undefined, query: AuditQuery): boolean {
  if (!entry) return false;
  const { who, about, since, until, before } = query;
  const by = [entry.by?.id ?? "", entry.by?.name ?? ""].map(fold);
  const isSame = (wanted: string | undefined, value: string | undefined) =>
    wanted === undefined || wanted === value;
  return [
    before === undefined || number < before,
    !since || entry.at >= since,
    !until || entry.at < until,
    !who || who.some((name) => by.includes(name)),
    !about || about.some((digest) => entry.about?.includes(digest)),
    isSame(query.kind, entry.kind),
    isSame(query.command, entry.command),
    isSame(query.outcome, entry.outcome),
    isSame(query.in, entry.in),
  ].every(Boolean);
}

/** A store answers later, never at once. */
const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
