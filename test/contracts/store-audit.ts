import { describe, expect, it } from "vitest";
import type { AuditQuery } from "../../src/core/audit.ts";
import { type AuditEntry, entryOf } from "../../src/core/audit-entry.ts";
import { sayDropped, sayMark, verifyTrail } from "../../src/core/audit-verify.ts";
import type { Trial } from "./store.ts";
import { minutes, ops, start } from "./store-bench.ts";

const entry = (more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: start,
  kind: "line",
  by: { id: "slack:user:U1", name: "Ada" },
  in: ops,
  command: "status",
  role: "viewer",
  audience: "all",
  outcome: "answered",
  ms: 12,
  ...more,
});

/** The trail of what was done. */
export function describeAudit(trial: () => Trial): void {
  const add = (...entries: readonly AuditEntry[]) => trial().store.audit.append(entries);
  const found = async (query: Partial<AuditQuery>) =>
    (await trial().store.audit.find({ limit: 100, ...query })).map(({ number }) => number);

  const drop = (before: Date, most: number) =>
    trial().store.audit.drop({ before, most }, (dropped) => ({
      at: minutes(60),
      kind: "dropped",
      detail: sayDropped(dropped),
    }));

  describe("the audit trail", () => {
    it("is empty and whole in the beginning", async () => {
      const { audit } = trial().store;
      expect(await verifyTrail(audit)).toMatchObject({ entries: 0, head: { number: 0 } });
      await audit.append([]);
      expect(await audit.find({ limit: 10 })).toEqual([]);
    });

    it("gives back what was written, newest first, and proves it", async () => {
      const { audit } = trial().store;
      const entries = [
        entry({ words: 'it\'s "quoted"; 🙂 \u2028 – café \ud800', about: ["h:1", "h:2", "h:1"] }),
        entry({ at: minutes(-5), by: { id: "teams:user:29:x", name: "Åsa" }, reference: "r1" }),
        { at: minutes(1), kind: "backup", detail: "to a folder" } as const,
      ];
      await add(...entries.slice(0, 2));
      await add(...entries.slice(2));
      const records = await audit.find({ limit: 10 });
      expect(records.map(({ number }) => number)).toEqual([3, 2, 1]);
      expect(entryOf(records[0]?.text ?? "")).toEqual(entries[2]);
      expect(entryOf(records[1]?.text ?? "")).toEqual(entries[1]);
      const verdict = await verifyTrail(audit);
      expect(verdict).toMatchObject({ entries: 3, since: start });
      expect(verdict.fault).toBeUndefined();
      expect(sayMark(verdict.head)).toBe(`3:${records[0]?.hash}`);
    });

    it("finds by who, about whom, what, how, where and when, and page by page", async () => {
      await add(
        entry({ about: ["h:1"] }),
        entry({ by: { id: "slack:user:U2", name: "Bob Ray" }, command: "logs", about: ["h:2"] }),
        entry({ outcome: "refused", in: "slack:channel:C2", at: minutes(10) }),
        { at: minutes(20), kind: "started" },
      );
      expect(await found({ who: ["bob ray"] })).toEqual([2]);
      expect(await found({ who: ["slack:user:u1", "x"] })).toEqual([3, 1]);
      expect(await found({ about: ["h:2", "h:3"] })).toEqual([2]);
      expect(await found({ command: "logs" })).toEqual([2]);
      expect(await found({ kind: "started" })).toEqual([4]);
      expect(await found({ outcome: "refused" })).toEqual([3]);
      expect(await found({ in: "slack:channel:C2" })).toEqual([3]);
      expect(await found({ since: minutes(10) })).toEqual([4, 3]);
      expect(await found({ until: minutes(10) })).toEqual([2, 1]);
      expect(await found({ before: 3, limit: 1 })).toEqual([2]);
      expect(await found({ who: ["%"] })).toEqual([]);
      expect(await found({ command: "logs", outcome: "refused" })).toEqual([]);
      expect(await found({ who: ["bob ray", "ada", "slack:user:u2"], limit: 2 })).toEqual([3, 2]);
      expect(await found({ since: minutes(15), until: minutes(10) })).toEqual([]);
      expect(await found({ since: minutes(99) })).toEqual([]);
      expect(await found({ until: minutes(-99), who: ["ada"] })).toEqual([]);
    });

    it("is one chain, whoever adds to it at the same time", async () => {
      const { store, bench } = trial();
      const other = await bench.another();
      await Promise.all(
        Array.from({ length: 40 }, (_, n) =>
          (n % 2 ? store : other).audit.append([entry({ ms: n }), entry({ ms: -n })]),
        ),
      );
      const verdict = await verifyTrail(store.audit);
      expect(verdict).toMatchObject({ entries: 80, head: { number: 80 } });
      expect(verdict.fault).toBeUndefined();
    });

    it("lets go of its oldest entries as far as all are old, and proves the rest", async () => {
      const { audit } = trial().store;
      const at = (count: number) => entry({ at: minutes(count), about: [`h:${count}`] });
      await add(at(1), at(2), at(9), at(3), at(10));
      expect(await drop(minutes(5), 1)).toBe(1);
      expect(await drop(minutes(5), 10)).toBe(1);
      expect(await drop(minutes(5), 10)).toBe(0);
      expect(await found({})).toEqual([7, 6, 5, 4, 3]);
      expect(await found({ kind: "dropped" })).toEqual([7, 6]);
      expect(await found({ about: ["h:1", "h:2"] })).toEqual([]);
      expect((await verifyTrail(audit)).fault).toBeUndefined();
      expect(await drop(minutes(99), 10)).toBe(5);
      await add(at(11));
      const verdict = await verifyTrail(audit);
      expect(verdict).toMatchObject({ entries: 2, dropped: { number: 7 }, head: { number: 9 } });
      expect(verdict.fault).toBeUndefined();
    });

    it("is there after a restart, and goes on where it was", async () => {
      const { store, bench } = trial();
      await store.audit.append([entry()]);
      const again = await bench.another();
      await again.audit.append([entry()]);
      expect(await verifyTrail(again.audit)).toMatchObject({ entries: 2 });
    });
  });
}
